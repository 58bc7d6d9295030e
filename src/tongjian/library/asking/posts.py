"""Posts: who holds one, from the rows of name lists and from the words before a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.library.asking.evidence import Sentence, Term, Zones, cover, squeeze
from tongjian.library.asking.question import Part
from tongjian.library.asking.targets import Target

_POST = re.compile(
    r"(?P<rank>(?:第一|常务|名誉|代理|执行)?副?)(?P<body>党委|党组|党工委|党总支|党支部|团委|纪委|纪工委|政法委|工委|(?:组织|宣传|统战|政法|纪检|武装)(?=委员))?(?P<post>书记|主任|局长|院长|检察长|区长|县长|市长|州长|旗长|镇长|乡长|主席|会长|校长|园长|所长|站长|馆长|台长|"
    r"支队长|大队长|中队长|队长|部长|科长|处长|行长|总经理|经理|董事长|理事长|监事长|秘书长|社长|主编|总工程师|总会计师|政委|主委|组长|团长|委员|代表|院士|巡视员|调研员|河长|林长|厂长|总裁|总监|负责人|法定代表人)$"
)
_ASKED = re.compile(r"是谁|谁是|由?谁担任|谁任|谁(?:新)?(?:当选|出任|接任|就任|被选为|被任命|被选举为|兼任)|名字|姓名|叫什么|哪[一几两三\d]*[位名][^，。？]{0,6}是|是哪[一几]?位")
_NAME_THEN = re.compile(r"(?:[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]·[\u4e00-\u9fff]+)")


def post_of(part: Part, question: str) -> tuple[str, re.Match[str], str] | None:
    """The body and post that a part asks for, and among whom: 青石镇镇长是谁 → 青石镇, 镇长; 哪位会员是市人大代表 → 会员. None where it asks for no post."""
    if not (part.kind == "who" and _ASKED.search(question)) and not (part.kind == "list" and re.search(r"哪些人|哪几[位名人]|哪些(?=$|[？?。])", question)):
        return None
    if re.search(r"是谁的|谁的", question):
        return None  # whose, not who
    content = re.sub(r"(?:的|有|人|\n)+$", "", part.content.replace("\n", ""))
    among, _, post = re.sub(r"^(?:被?(?:担任|出任|当选|接任|就任|兼任|选为|选举为|任命为|任)为?)", "", content).rpartition("是")
    of, _, last = post.rpartition("的")
    if len(last) > 3 and _POST.search(last):
        among, post = f"{among}\n{of}", last
    found = _POST.search(post)
    return (post[: found.start()], found, among) if found else None


def held(sentence: Sentence, body: list[Term], post: re.Match[str]) -> Iterator[tuple[Target, float]]:
    """The row of a name list, or the clause, that gives the post to somebody, with how surely it is that body's."""
    text = sentence.text
    cells = text.split("\t")
    if sentence.passage.kind == "namelist" and len(cells) >= 2:
        for where in _items("\t".join(cells[1:]), post):
            first = re.split(r"[、，；]", cells[1])[0]  # later posts of a row leave its body out
            zones: Zones = ((squeeze(where), 1.0), (squeeze(first), 0.8), (sentence.titles, 0.9 if len(where) < 2 else 0.5))
            longer = max(0, len(squeeze(where)) - sum(t.weight > 0 and len(t.words[0]) - 1 for t in body) - 1)
            yield Target(sentence, sentence.start, sentence.end, zones), cover(body, zones) - 0.06 * min(longer, 6)
            return
        return
    yield from _elected(sentence, body, post)
    asked = re.escape((post["body"] or "") + post["post"])
    for m in re.finditer(rf"(?P<where>[^，。；：、\t\n]{{0,24}}?){_before(post)}{asked}(?=[\u4e00-\u9fff]{{2,4}})", text):
        around: Zones = ((squeeze(m[0]), 1.0), (squeeze(text[: m.start()]), 0.5), (sentence.titles, 0.75))
        yield Target(sentence, sentence.start + m.start(), sentence.start + min(m.end() + 4, len(text)), around), cover(body, around) - 0.05


_NAMES = r"(?P<names>[\u4e00-\u9fff·]{2,4}(?:、[\u4e00-\u9fff·]{2,4})*)"
_GIVEN = r"(?:同志)?(?:当选|被?选举?|被?任命?|被?推选|担任|出任)?(?:为|任)"


def _elected(sentence: Sentence, body: list[Term], post: re.Match[str]) -> Iterator[tuple[Target, float]]:
    """The clause that makes somebody something: 选举产生以王某为主委，李某、张某为副主委."""
    text = sentence.text
    asked = re.escape((post["rank"] or "") + (post["body"] or "") + post["post"])
    for m in re.finditer(rf"(?:^|[，；。、以举]|产生)(?:以)?{_NAMES}{_GIVEN}(?P<where>[\u4e00-\u9fff]{{0,28}}?){asked}(?![长任员])", text):
        if not post["rank"] and text[m.end() - len(asked) - 1] == "副":
            continue
        around: Zones = ((squeeze(m["where"]), 1.0), (squeeze(text[: m.start()]), 0.8), (sentence.titles, 0.85), (sentence.before, 0.8))
        yield Target(sentence, sentence.start + m.start("names"), sentence.start + m.end(), around), cover(body, around) + 0.02


def _before(post: re.Match[str]) -> str:
    """What may stand before the post: 副 only where it was asked."""
    return re.escape(post["rank"]) if post["rank"] else r"(?<!副)(?<!原)(?<!前)"


def _items(posts: str, post: re.Match[str]) -> Iterator[str]:
    """The bodies at which a row of posts gives the one asked: 区法院党组书记、院长 → 区法院 for 院长."""
    where = ""
    for item in re.split(r"[、，；\t]", re.sub(r"（[^（）]*）", "", posts)):
        found = _POST.search(item)
        if not found:
            where = item if len(item) > 2 else where
            continue
        named = item[: found.start()]
        where = named if len(named) > 1 else where
        same_rank = found["rank"] == post["rank"] or (found["rank"] == "代理" and not post["rank"])
        same_body = found["body"] == post["body"] or (not post["body"] and found["body"] in (None, "党委", "党组", "党工委")) or (post["body"] in ("党委", "党组", "党工委") and found["body"] in ("党委", "党组", "党工委"))
        if same_rank and found["post"] == post["post"] and same_body:
            yield where


def names_person(target: Target) -> bool:
    """Whether a place names a person."""
    said = squeeze(target.words)
    return any(squeeze(p["name"]) in said for p in target.sentence.passage.records.get("people", ()))


def titled_person(target: Target) -> str | None:
    """Whose life the entry of a place tells, where its title is a name; its sentences leave the name out."""
    passage = target.sentence.passage
    name = squeeze(passage.title)
    told = re.match(rf"\s*(?:{re.escape(passage.title)}[，,、（(\s]|生于|出生于|[男女][，,]|[（(]?\d{{4}})", passage.text)
    known = any(squeeze(p["name"]) == name for p in passage.records.get("people", ()))
    return passage.title if re.fullmatch(r"[\u4e00-\u9fff]{2,4}", name) and (known or told) else None
