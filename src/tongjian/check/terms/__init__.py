"""Editorial rules, names and misprints: TOML records driven by a few kinds."""
