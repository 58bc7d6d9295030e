"""Reports that an editor works from: findings with their decisions → HTML, score, letters, Word with comments, SARIF."""

from tongjian.report import letters, page, sarif, score, word
from tongjian.report.matter import Case, Report, prepare
from tongjian.report.registry import REPORTERS, Reporter, reporter

__all__ = ["REPORTERS", "Case", "Report", "Reporter", "letters", "page", "prepare", "reporter", "sarif", "score", "word"]
