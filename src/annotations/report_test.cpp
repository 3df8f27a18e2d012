// A report counts everything and keeps only so many examples.
#include "annotations/report.h"

#include <gtest/gtest.h>

#include "annotations/utf8.h"

namespace kindred::annotations {
namespace {

TEST(Report, CountsAllAndKeepsTheFirst) {
  Report report;
  EXPECT_TRUE(report.complete());
  for (int i = 0; i < 1000; ++i)
    report.add(ProblemKind::odd, std::to_string(i), "why");
  EXPECT_TRUE(report.complete());
  report.add(ProblemKind::refused, "here", "why");
  EXPECT_FALSE(report.complete());
  EXPECT_EQ(report.count(ProblemKind::odd), 1000);
  ASSERT_EQ(report.examples(ProblemKind::odd).size(), Report::kExamples);
  EXPECT_EQ(report.examples(ProblemKind::odd)[99].place, "99");
}

TEST(Report, CutsLongTextsBetweenCharacters) {
  std::string text = "x";
  while (text.size() < 5000)
    text += "é";
  Report report;
  report.add(ProblemKind::refused, text, text);
  const Problem& problem = report.examples(ProblemKind::refused)[0];
  EXPECT_TRUE(is_utf8(problem.place));
  EXPECT_LE(problem.reason.size(), Report::kMaxExampleBytes + 3);
}

TEST(Utf8, TakesWhatRfc3629Takes) {
  for (const char* good : {"", "a", "é", "€", "😀", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(is_utf8(good)) << good;
  for (const char* bad :
       {"\x80", "\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "a\xFF", "\xE2\x82"})
    EXPECT_FALSE(is_utf8(bad));
}

}  // namespace
}  // namespace kindred::annotations
