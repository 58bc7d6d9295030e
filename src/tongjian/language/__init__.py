"""Chinese numerals, quantities, dates and names: text → value. Pure; knows nothing of books."""
