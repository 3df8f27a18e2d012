"""Reads a test run's JUnit XML file: prints "PASSED FAILED SKIPPED", then the failed tests with the end of what each one said.

ctest, pytest, vitest and node's test runner all write this format, but differ in which totals they put on the suites, so the cases
themselves are counted.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree

MOST_SHOWN = 10  # failed tests
MOST_LINES = 30  # of each


def is_failed(case):
    return case.find("failure") is not None or case.find("error") is not None or case.get("status") == "fail"


def said(case):
    texts = [f"{part.get('message') or ''}\n{part.text or ''}" for tag in ("failure", "error") for part in case.findall(tag)]
    texts += [case.findtext("system-out") or ""] if not "".join(texts).strip() or case.get("status") == "fail" else []
    return [line[:300] for line in "\n".join(texts).splitlines() if line.strip()]


# node's reporter writes the colours of a terminal as they are, which XML can't hold.
text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#x1b;", "", pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
cases = list(xml.etree.ElementTree.fromstring(text).iter("testcase"))
failed = [case for case in cases if is_failed(case)]
skipped = sum(1 for case in cases if case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"))
print(len(cases) - len(failed) - skipped, len(failed), skipped)
for case in failed[:MOST_SHOWN]:
    print(f"--- failed: {case.get('classname', '')} {case.get('name')}")
    print("\n".join(said(case)[-MOST_LINES:]))
if len(failed) > MOST_SHOWN:
    print(f"--- and {len(failed) - MOST_SHOWN} more")
