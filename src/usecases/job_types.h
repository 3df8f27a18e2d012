// Every kind of Job and the function that does its work: a new kind is one row.
#pragma once

#include <map>
#include <string>

#include "jobs/queue.h"

namespace kindred::usecases {

class Workspace;

// The workspace must outlive the queue that runs them.
std::map<std::string, jobs::Work, std::less<>> job_types(Workspace& workspace);

}  // namespace kindred::usecases
