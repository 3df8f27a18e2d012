#!/usr/bin/env python3
"""Writes tests/data/tokens/golden.json and mojibake.json: texts with the token ids of open_clip's SimpleTokenizer.

Needs: open_clip_torch 3.3.0, ftfy 6.3.1, regex 2026.11.15 (what CI does not have; the results are committed). Fixed seed.
golden.json: [[text, ids], ...], without start and end of text; texts that ftfy's mojibake repair would change are left out.
mojibake.json: [[text, ids of open_clip, ids without the repair], ...], a few texts that show the deviation documented in
src/embed/text/text_cleaning.h.
`make_token_goldens.py --random COUNT SEED FILE` writes COUNT further texts in golden.json's form, for a one-time comparison.
"""
import functools
import html.entities
import itertools
import json
import pathlib
import random
import sys
import unicodedata

import ftfy
import ftfy.chardata
from open_clip import tokenizer as reference

ROOT = pathlib.Path(__file__).parents[2]
OUT = ROOT / "tests/data/tokens"
TOKENIZER = reference.SimpleTokenizer()
REPAIR = ftfy.fix_text
NO_REPAIR = functools.partial(ftfy.fix_text, fix_encoding=False)

PROMPTS = r"""a photo of a cat
A Slice Of PIZZA
two dogs, one ball & a man's hat!
It's what they'll've said: I'M DONE, you'd'VE known; we're O'Neil's
'S 'T 'RE 'VE 'M 'LL 'D 's't're've'm'll'd ''s '' ' s can''t rock'n'roll 'ſ 'ſtart
a_b-c.d/e\\f@g#h$i%j^k&l*m(n)o+p=q{r}s|t~u`v
red     blood\tcells\r\n\r\nplatelets\rand\u2028more\u2029lines\x0b\x0c\x85end
<start_of_text> a <end_of_text> b<END_OF_TEXT><Start_Of_Text>!<start_of_text>x<ſtart_of_text><end_of_text
0 1 12 123 1234 3.14159 1,000,000 2nd 3x4 x² ½ ⅷ Ⅷ ① ㊿ ٣٤٥ १२३ ৪৫ ๑๒ 〇 万 𝟘𝟙𝟚 ௧௨ ፩፪ 𒐀 ᛮ
👩‍👩‍👧‍👦 👍🏽 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🇫🇷🇩🇪 ❤️ ☺︎ 1️⃣ 🧑🏿‍🚀 😀😃😄 a😀b
猫の写真 一只猫在草地上 고양이 사진 ｶﾞｷﾞｸﾞ ﾊﾟｱ ｱﾞ ﾡﾢﾣ Ｆｕｌｌ　Ｗｉｄｔｈ１２３！＂＃＄％＆＇ ￠￡￢￣￤￥￦ ￨￩￪￫￬￭￮
صورة قطة مَدْرَسَة في ﷺ ﻻ ﺍﺏ שָׁלוֹם תמונה של חתול ‏rtl‎ ‫x‬
बिल्ली की तस्वीर क्षत्रिय বিড়ালের ছবি பூனை ภาพแมว ក្មេង མི་ རྒྱ མྱན ಕನ್ನಡ മലയാളം
фото кошки ФОТО КОШКИ ЁЖИК Ѕ Ї ґ кошка, которая
ΦΩΤΟΓΡΑΦΙΑ ΓΑΤΑΣ ΟΔΟΣ. ΟΔΟΣ ΣΑΣ Σ ΑΣ' ΑΣ'Α ΣΣ ΑΣΣ Α.Σ Α.Σ.Β 𝐀Σ ªΣ ʰΣ aʰΣ ΑΣ\u0301 ΑΣ\u00adΒ \u0345Σ α\u0345Σ ⅧΣ ⓐΣ ᾼ ᾈ ῼ
İstanbul DİYARBAKIR ısırık I İ i̇ ǅ ǈ ẞ ß ŉ ĳ Ĳ ǆ Ǆ ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ ﬆ ﬓ ŒŒ œ Æ K Å Ω ℵ ℓ ϐ ſ ẛ
café cafe\u0301 CAFE\u0301 naïve nai\u0308ve Å A\u030a \u1e69 s\u0323\u0307 s\u0307\u0323 가 ᄀ\u1161 각 \u1112\u1161\u11ab \u0344 \u0958 \u2adc \ufb1d \U0001d15e
“double” ‘single’ „low‟ ‚x‛ «guillemets» ‹x› ′″‴ ʼtis ＇x＂
\x00\x01a\x02\x1fb\x7f\x1b[31mred\x1b[0m \x1b[1;2;3mx \x1b[m \x1b[1 \x1b] \x1b[٣m x\ufeffy \ufff9a\ufffab\ufffb \ufffc \u206a \u200b\u200d \u2060 \x1b\x00[0m
\x80 \x81 \x8d \x91quoted\x92 \x93x\x94 \x96 \x99 a\x9fb
&lt;b&gt; &amp; &amp;amp; &amp;amp;amp;lt; &copy &copy; &COPY; &copyright; &notit; &notin; &nothing &NOTIN; &EACUTE; &Eacute; &eacute; &eACUTE; &SZLIG; &NAPOS; &FJLIG; &hellip; &nbsp;x&nbsp;&#160;
&#65; &#x41; &#X41 &#65 &#065; &#0; &#x0; &#128; &#x80; &#159; &#129; &#xD800; &#xDFFF; &#x110000; &#99999999999999999999; &#1; &#11; &#12; &#13; &#10; &#127; &#xFDD0; &#xFFFE; &#x1FFFF; &#59; &#x3b; &#x26;lt; &#38;#38; &#xg; &#; &# &; && &#x; &#12ab; &#xabg;
< &lt; &amp;lt; &hellip;
&quot &QUOT; &ltx &lt= &amp&amp; &ampamp; &a &ab &abc &é; &téxt &thetasym; &CounterClockwiseContourIntegral; &CounterClockwiseContourIntegralx; &aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; &ThickSpace; &NewLine;&Tab;x&ZeroWidthSpace;
&amp;ＡＭＰ；x ＆ａｍｐ； ＆lt; &am\u200bp; &a\u0000mp; &#38;&#35;54; &#97;&#768; e&#x301; &#x1b;[31m
“&ldquo;&lsquo;&rsquo;&rdquo;&acute;&grave;
\ud7ff \ue000 \uf8ff \ufffd \uffff \U000fffff \U0010ffff \ufdd0
ʼ ՚ ꞌ ＇ ᾿ ᾽ ´ `
\u0345 a\u0345b !\u0345! \u0345\u0345 1\u03451 <\u0345> ᾳ ᾲ α\u0345
\u1c89 \u1c8a \ua7cb \ua7da \U000105c0\u0021 \U00010d50 \U00010d40 \U0001e5f1! \U00011bf0\U00011bf1 \U0001ccf0 \u088f
\U0001d49c\U0001d4b6 𝔸𝔹 Ⓐⓐ ⒶⒷ 🅰🅱 ᴬᴮ ₐₑ ⁱⁿ ℃ ㎏ ﷼ ㈱ ㋿""".split("\n")


def demo_texts():
    golden = json.loads((ROOT / "models/demo-clip/golden.json").read_text())
    texts = golden["texts"]
    return texts if isinstance(texts[0], str) else [entry["text"] for entry in texts]


def families():
    words = "the cat dog's PHOTO of Blood cell 42 red-blue i'll don't (x) [y] a.b, ... !! -- é ü Ñ".split()
    entities = ["&" + name for name in html.entities.html5] + list(ftfy.chardata.HTML_ENTITIES)
    entities += [f"&#{n};" for n in (0, 9, 10, 13, 38, 60, 65, 133, 150, 233, 8217, 65286, 128512)] + ["&#x26;", "&#X3C", "&amp;", "&", ";", "#"]
    marks = [chr(c) for c in range(0x110000) if unicodedata.combining(chr(c))]
    assigned = [chr(c) for c in range(0x20000) if unicodedata.category(chr(c)) not in ("Cn", "Cs", "Co")]
    plane0 = [chr(c) for c in itertools.chain(range(0x20, 0xD800), range(0xE000, 0x10000))]
    special = list("'’“”\"&;#<>_-.:·\u0345Σσς\u0130iIſ\u0301\u0307\u00ad\x1b[m\r\n\t \xa0\u3000\x85\x91\ufeff\u206aﬁＡａ１ﾞｶ") + ["<start_of_text>", "<end_of_text>", "'s", "'LL", "&amp;"]
    cased = [c for c in assigned if c.lower() != c or c.upper() != c]
    return {
        "words": lambda r: r.choice(words) + r.choice([" ", " ", "", "\n"]),
        "entities": lambda r: r.choice(entities) + r.choice(["", "", " ", "x", ";", "amp;"]),
        "marks": lambda r: r.choice(assigned) + "".join(r.choices(marks, k=r.randrange(4))),
        "assigned": lambda r: r.choice(assigned),
        "plane0": lambda r: r.choice(plane0),
        "any": lambda r: chr(r.choice([r.randrange(0xD800), r.randrange(0xE000, 0x110000)])),
        "special": lambda r: r.choice(special),
        "cased": lambda r: r.choice(cased) + r.choice(["", "Σ", "'", "\u0301"]),
        "low": lambda r: chr(r.randrange(0x250)),
        "mixed": lambda r: r.choice([r.choice(words), r.choice(special), r.choice(entities), r.choice(assigned), " "]),
    }


def random_texts(count, seed):
    r = random.Random(seed)
    makers = list(families().values())
    for i in range(count):
        maker = makers[i % len(makers)]
        yield "".join(maker(r) for _ in range(r.choice([1, 2, 3, 5, 8, 13, 21])))


def long_texts():
    yield "antidisestablishmentarianism" * 30
    yield "a" * 1500
    yield "ab" * 700 + "!" * 300
    yield " ".join(f"word{i}" for i in range(400))
    yield "猫" * 300


def ids(text, fix_text):
    reference.ftfy.fix_text = fix_text
    try:
        return TOKENIZER.encode(text)
    finally:
        reference.ftfy.fix_text = REPAIR


def split_by_repair(texts):
    plain, repaired = [], []
    for text in texts:
        if REPAIR(text) == NO_REPAIR(text):
            plain.append([text, ids(text, REPAIR)])
        else:
            repaired.append([text, ids(text, REPAIR), ids(text, NO_REPAIR)])
    return plain, repaired


def write(path, entries):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries) + "\n]\n")


def main():
    if sys.argv[1:2] == ["--random"]:
        plain, _ = split_by_repair(random_texts(int(sys.argv[2]), int(sys.argv[3])))
        write(pathlib.Path(sys.argv[4]), plain)
        return
    prompts = [line.encode("raw_unicode_escape").decode("unicode_escape") for line in PROMPTS]
    plain, repaired = split_by_repair(itertools.chain(demo_texts(), prompts, long_texts(), random_texts(2200, 1)))
    mojibake = ["sÃ³", "âœ” No problems", "l’humanitÃ©", "voilÃ le travail", "&macr;\\_(ã\x83\x84)_/&macr;", "Ã©tÃ© Ã\xa0 la plage"]
    write(OUT / "golden.json", plain)
    write(OUT / "mojibake.json", split_by_repair(mojibake)[1] + repaired[:10])


if __name__ == "__main__":
    main()
