// A Job: background work that survives restarts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/ids.h"

namespace kindred {

enum class JobStatus { queued, running, paused, succeeded, failed, cancelled };

// Version 2 words of the wire: QUEUED RUNNING SUCCEEDED FAILED KILLED (a paused job is PENDING).
std::string_view to_wire_v2(JobStatus status);
// Version 1 words: RUNNING SUCCESS FAILED TERMINATED.
std::string_view to_wire_v1(JobStatus status);
std::string_view to_string(JobStatus status);  // "queued" …
std::optional<JobStatus> parse_job_status(std::string_view text);
constexpr bool is_final(JobStatus s) { return s == JobStatus::succeeded || s == JobStatus::failed || s == JobStatus::cancelled; }

struct Job {
  JobId id;
  OrganizationId organization_id;
  std::string type;          // the row of usecases/job_types.cpp that does it: "embed_datalake" …
  std::string target;        // the UUID of what it works on
  std::string payload_json;  // what the worker needs to begin or go on
  std::string username;      // who asked for it
  JobStatus status = JobStatus::queued;
  std::int64_t done = 0;
  std::int64_t total = 0;  // 0 while unknown
  std::string stage;       // what it does now, in a few words
  std::string message;     // why it failed, or what it did
  Timestamp created_at;
  std::optional<Timestamp> started_at;
  std::optional<Timestamp> finished_at;
};

}  // namespace kindred
