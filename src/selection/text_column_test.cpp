// Law: a TextColumn holds what was last put into it, its copies keep what they had, and a search in it is a search in each text.
#include "selection/text_column.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <utility>

#include "selection/fold_case.h"

namespace kindred::selection {
namespace {

using Texts = std::map<std::size_t, std::optional<std::string>>;

void expect_same(const TextColumn& column, const Texts& texts) {
  for (const auto& [row, text] : texts) {
    const auto held = column.at(row);
    ASSERT_EQ(held.has_value(), text.has_value()) << row;
    EXPECT_EQ(held.value_or(""), text.value_or("")) << row;
  }
}

std::vector<std::uint32_t> rows_with(const Texts& texts, const std::string& needle) {
  std::vector<std::uint32_t> rows;
  for (const auto& [row, text] : texts) {
    if (text && folded(*text).find(needle) != std::string::npos) rows.push_back(static_cast<std::uint32_t>(row));
  }
  return rows;
}

TEST(TextColumn, IsAListOfTexts) {
  std::mt19937 random(1);
  const auto any = [&](std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random); };
  const std::string letters = "aAbB\xC3\x89\xC3\xA9";
  TextColumn column;
  Texts texts;
  TextColumn copy;
  Texts copied;
  for (int step = 0; step < 3000; ++step) {
    const std::size_t row = any(3) == 0 ? any(9000) : any(30);
    std::optional<std::string> text;
    if (any(4) > 0) {
      text.emplace();
      for (std::size_t i = any(5); i > 0; --i)
        *text += letters[any(3)];
      if (any(3) == 0) *text += "É";
    }
    column.set(row, text);
    texts[row] = text;
    if (step % 500 == 250) {
      copy = std::move(column);
      copied = texts;
      column = copy;  // goes on as a copy: what was copied from is left alone
    }
  }
  expect_same(column, texts);
  expect_same(copy, copied);
  for (const auto* needle : {"a", "ab", "ba", "aa", "é", "aé", "bbb", "éa"}) {
    EXPECT_EQ(rows_containing(column, needle), rows_with(texts, needle)) << needle;
    EXPECT_EQ(rows_containing(copy, needle), rows_with(copied, needle)) << needle;
  }
}

TEST(TextColumn, AMatchMayNotRunOverTheEndOfItsText) {
  TextColumn column;
  column.set(0, "ab");
  column.set(1, "ba");
  column.set(2, "");
  column.set(3, "bb");
  EXPECT_EQ(rows_containing(column, "bb"), (std::vector<std::uint32_t>{3}));
  EXPECT_EQ(rows_containing(column, "ba"), (std::vector<std::uint32_t>{1}));
}

TEST(FoldCase, KeepsTheLengthAndTakesTheLettersOfThreeScripts) {
  EXPECT_EQ(folded("ÀÉÎÕÜŸŽŁ × ÷ ß"), "àéîõüÿžł × ÷ ß");
  EXPECT_EQ(folded("ΑΒΓΆΈΌΎΏ ς"), "αβγάέόύώ σ");
  EXPECT_EQ(folded("ЀЁЖЯ ҐҖ Ӂ"), "ѐёжя ґҗ ӂ");
  EXPECT_EQ(folded("日本 \xFF\xC3"), "日本 \xFF\xC3");
}

}  // namespace
}  // namespace kindred::selection
