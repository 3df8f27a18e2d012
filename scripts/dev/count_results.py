"""Counts a test run from its JUnit XML file: prints "PASSED FAILED SKIPPED".

ctest, pytest, vitest and node's test runner all write this format, but differ in which totals they put on the suites, so the cases
themselves are counted.
"""

import sys
import xml.etree.ElementTree

cases = list(xml.etree.ElementTree.parse(sys.argv[1]).iter("testcase"))
failed = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None or case.get("status") == "fail")
skipped = sum(1 for case in cases if case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"))
print(len(cases) - failed - skipped, failed, skipped)
