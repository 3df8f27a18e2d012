#include "api/job_news.h"

#include "api/json.h"

namespace kindred::api {

void JobNews::tell(const Job& job, Clock::time_point at) {
  const std::scoped_lock lock(mutex_);
  const auto before = told_.find(job.id);
  if (before != told_.end() && before->second.status == job.status && at - before->second.at < kPause) return;
  if (is_final(job.status)) {
    told_.erase(job.id);
  } else {
    told_.insert_or_assign(job.id, Told{job.status, at});
  }
  hub_->tell(job.organization_id, "job", json::serialize(to_json_v2(job)));
}

}  // namespace kindred::api
