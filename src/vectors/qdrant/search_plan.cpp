#include "vectors/qdrant/search_plan.h"

#include <algorithm>

#include "vectors/top_hits.h"

namespace kindred::vectors {
namespace {

constexpr std::size_t kGrowth = 4;

}  // namespace

SearchPlan::SearchPlan(const Query& query, std::size_t stored) : query_(query), asked_for_(query.limit + 1) {
  if (query.limit == 0) done_ = true;
  if (query.allowed == nullptr || done_) return;
  const std::size_t allowed = query.allowed->count();
  if (allowed == 0) {
    done_ = true;
    return;
  }
  // So many of the best hold enough allowed ones, if these lie anywhere.
  const double expected = static_cast<double>(query.limit) * static_cast<double>(std::max(stored, allowed)) / static_cast<double>(allowed);
  asked_for_ = static_cast<std::size_t>(expected * 1.5) + 10;
  if (allowed <= kMostIdsTold || asked_for_ >= allowed || asked_for_ > kMostTied) tell_ids();
}

void SearchPlan::tell_ids() {
  told_.reserve(query_.allowed->count());
  query_.allowed->for_each([&](const Uuid& id) {
    if (std::ranges::find(query_.without, id) == query_.without.end()) told_.push_back(id);
  });
  asked_for_ = query_.limit + 1;
  hits_.clear();
  if (told_.empty()) done_ = true;
}

std::optional<Question> SearchPlan::next() const {
  if (done_) return std::nullopt;
  if (told_.empty()) return Question{asked_for_, {}, query_.without};
  const auto rest = std::span(told_).subspan(told_until_);
  return Question{asked_for_, rest.first(std::min(rest.size(), kMostIdsTold)), {}};
}

void SearchPlan::answer(const std::vector<Hit>& hits) {
  std::vector<Hit> sorted = hits;
  std::sort(sorted.begin(), sorted.end(), better);
  const bool all_there = sorted.size() < asked_for_;
  if (told_.empty())
    answer_about_all(sorted, all_there);
  else
    answer_about_ids(sorted, all_there);
}

void SearchPlan::answer_about_ids(const std::vector<Hit>& hits, bool all_there) {
  const bool tied = !all_there && hits.size() > query_.limit && hits.back().score == hits[query_.limit - 1].score;
  if (tied && asked_for_ < kMostIdsTold) {
    asked_for_ = std::min(asked_for_ * kGrowth, kMostIdsTold);  // no more than are told
    return;
  }
  hits_.insert(hits_.end(), hits.begin(), hits.end());
  std::sort(hits_.begin(), hits_.end(), better);
  if (hits_.size() > query_.limit) hits_.resize(query_.limit);
  told_until_ += std::min(told_.size() - told_until_, kMostIdsTold);
  asked_for_ = query_.limit + 1;
  done_ = told_until_ == told_.size();
}

void SearchPlan::answer_about_all(const std::vector<Hit>& hits, bool all_there) {
  hits_.clear();
  for (const Hit& hit : hits) {
    if (query_.allowed == nullptr || query_.allowed->contains(hit.id)) hits_.push_back(hit);
  }
  const bool enough = hits_.size() >= query_.limit;
  const bool tied = enough && !all_there && hits.back().score == hits_[query_.limit - 1].score;
  done_ = all_there || (enough && !tied) || asked_for_ >= kMostTied;
  if (done_ && (enough || all_there)) {
    hits_.resize(std::min(hits_.size(), query_.limit));
    return;
  }
  done_ = false;
  const std::size_t more = std::min(asked_for_ * kGrowth, kMostTied);
  if (query_.allowed != nullptr && (asked_for_ >= kMostTied || more >= query_.allowed->count()))
    tell_ids();
  else
    asked_for_ = more;
}

std::vector<Hit> SearchPlan::take_hits() { return std::move(hits_); }

}  // namespace kindred::vectors
