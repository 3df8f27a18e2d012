// Law: whatever Qdrant does with equal scores, a plan finds what a sort of everything finds, and asks for no more than it must.
#include "vectors/qdrant/search_plan.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "vectors/id_set.h"
#include "vectors/top_hits.h"

namespace kindred::vectors {
namespace {

Uuid id_of(std::uint32_t number) {
  Uuid id;
  for (std::size_t i = 0; i < 4; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
  return id;
}

struct Cost {
  std::size_t questions = 0;
  std::size_t hits = 0;
  std::size_t ids = 0;
};

// Answers as Qdrant does, equal scores in random order.
std::vector<Hit> answer(const Question& question, std::vector<Hit> all, std::mt19937& random) {
  EXPECT_LE(question.among.size(), kMostIdsTold);
  const auto is_in = [](std::span<const Uuid> ids, const Uuid& id) { return std::ranges::find(ids, id) != ids.end(); };
  std::vector<Uuid> among(question.among.begin(), question.among.end());
  std::sort(among.begin(), among.end());
  std::erase_if(all, [&](const Hit& hit) {
    return is_in(question.without, hit.id) || (!among.empty() && !std::binary_search(among.begin(), among.end(), hit.id));
  });
  std::shuffle(all.begin(), all.end(), random);
  std::stable_sort(all.begin(), all.end(), [](const Hit& a, const Hit& b) { return a.score > b.score; });
  all.resize(std::min(all.size(), question.limit));
  return all;
}

Cost expect_complete(const std::vector<Hit>& all, const Query& query, std::uint32_t seed = 1) {
  std::mt19937 random(seed);
  Cost cost;
  SearchPlan plan(query, all.size());
  while (const auto question = plan.next()) {
    if (++cost.questions > 100) {
      ADD_FAILURE() << "no end";
      return cost;
    }
    const auto hits = answer(*question, all, random);
    cost.hits += hits.size();
    cost.ids += question->among.size();
    plan.answer(hits);
  }
  std::vector<Hit> expected = all;
  std::erase_if(expected, [&](const Hit& hit) {
    return std::ranges::find(query.without, hit.id) != query.without.end() ||
           (query.allowed != nullptr && !query.allowed->contains(hit.id));
  });
  std::sort(expected.begin(), expected.end(), better);
  expected.resize(std::min(expected.size(), query.limit));
  EXPECT_EQ(plan.take_hits(), expected);
  return cost;
}

std::vector<Hit> scored(std::uint32_t count, std::uint32_t different) {
  std::vector<Hit> hits;
  for (std::uint32_t i = 0; i < count; ++i)
    hits.push_back({id_of(i), static_cast<float>((i * 7919U) % different) / static_cast<float>(different)});
  return hits;
}

IdSet every(std::uint32_t step, std::uint32_t count) {
  std::vector<Uuid> ids;
  for (std::uint32_t i = 0; i < count; i += step)
    ids.push_back(id_of(i));
  return IdSet(std::move(ids));
}

TEST(SearchPlanTest, OneQuestionWithoutTies) {
  const std::vector<Hit> all = scored(1000, 1009);
  const Cost cost = expect_complete(all, {.limit = 20});
  EXPECT_EQ(cost.questions, 1U);
  EXPECT_EQ(cost.hits, 21U);
  expect_complete(all, {.limit = 5000});
  expect_complete({}, {.limit = 5});
  EXPECT_EQ(expect_complete(all, {.limit = 0}).questions, 0U);
}

TEST(SearchPlanTest, TiesAreOrderedById) {
  for (const std::uint32_t different : {1U, 3U, 50U}) {
    for (const std::size_t limit : {1U, 3U, 20U, 700U})
      expect_complete(scored(700, different), {.limit = limit}, different);
  }
}

TEST(SearchPlanTest, WhatIsLookedForByIsLeftOut) {
  const std::vector<Uuid> without = {id_of(3), id_of(5)};
  const IdSet allowed = every(1, 6);
  expect_complete(scored(100, 10), {.limit = 20, .without = without});
  expect_complete(scored(100, 10), {.limit = 20, .allowed = &allowed, .without = without});
  const IdSet only(without);
  expect_complete(scored(100, 10), {.limit = 20, .allowed = &only, .without = without});
}

TEST(SearchPlanTest, APredicateIsCompleteHoweverFewItAllows) {
  constexpr std::uint32_t kCount = 60'000;
  for (const std::uint32_t different : {7U, 60'013U}) {
    const std::vector<Hit> all = scored(kCount, different);
    for (const std::uint32_t step : {1U, 2U, 10U, 1'000U, 30'000U}) {
      const IdSet allowed = every(step, kCount);
      const Cost cost = expect_complete(all, {.limit = 20, .allowed = &allowed}, step);
      if (different > kCount) {
        EXPECT_LE(cost.questions, allowed.count() > kMostIdsTold ? 2U : 1U) << step;
      }
    }
    const IdSet nothing({});
    EXPECT_EQ(expect_complete(all, {.limit = 20, .allowed = &nothing}).questions, 0U);
  }
}

// The allowed ones are the worst of all, so that growing numbers of the best hold none of them.
TEST(SearchPlanTest, IdsAreToldWhenTheBestAreNotAllowed) {
  constexpr std::uint32_t kCount = 40'000;
  std::vector<Hit> all;
  std::vector<Uuid> last;
  for (std::uint32_t i = 0; i < kCount; ++i) {
    all.push_back({id_of(i), 1.0F - static_cast<float>(i) / kCount});
    if (i >= kCount / 2) last.push_back(id_of(i));
  }
  const IdSet allowed(last);
  const Cost cost = expect_complete(all, {.limit = 10, .allowed = &allowed});
  EXPECT_LE(cost.hits, 2U * kCount);
}

}  // namespace
}  // namespace kindred::vectors
