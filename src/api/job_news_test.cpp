// Listeners of an organization hear each change of status of its jobs, and progress now and then.
#include "api/job_news.h"

#include <gtest/gtest.h>

namespace kindred::api {
namespace {

std::size_t events_in(EventStream& stream) {
  const std::string text = stream.take().value_or("");
  std::size_t count = 0;
  for (std::size_t at = text.find("event: job\n"); at != std::string::npos; at = text.find("event: job\n", at + 1))
    ++count;
  return count;
}

TEST(JobNewsTest, TellsStatusAlwaysAndProgressSometimes) {
  const auto hub = std::make_shared<EventHub>();
  JobNews news(hub);
  Job job;
  job.id = JobId::make();
  job.organization_id = OrganizationId::make();
  const auto stream = hub->open(job.organization_id);
  const auto other = hub->open(OrganizationId::make());
  const auto start = JobNews::Clock::now();

  news.tell(job, start);
  EXPECT_EQ(events_in(*stream), 1U);
  job.status = JobStatus::running;
  news.tell(job, start);
  EXPECT_EQ(events_in(*stream), 1U);
  for (int i = 1; i <= 10; ++i)
    news.tell(job, start + i * JobNews::kPause / 10);
  EXPECT_EQ(events_in(*stream), 1U);
  job.status = JobStatus::succeeded;
  news.tell(job, start + JobNews::kPause);
  EXPECT_EQ(events_in(*stream), 1U);
  EXPECT_EQ(events_in(*other), 0U);
}

TEST(EventStreamTest, AReaderThatDoesNotKeepUpIsCutOff) {
  EventStream stream;
  const std::string data(1000, 'x');
  std::size_t pushed = 0;
  while (stream.push("job", data))
    ++pushed;
  EXPECT_LT(pushed, EventStream::kMaxPendingBytes / 1000 + 1);
  EXPECT_EQ(stream.take(), std::nullopt);
}

TEST(EventHubTest, ClosedListenersAreForgotten) {
  EventHub hub;
  const OrganizationId organization = OrganizationId::make();
  const auto stream = hub.open(organization);
  hub.close();
  EXPECT_EQ(stream->take(), std::nullopt);
  hub.tell(organization, "job", "{}");  // to nobody
}

}  // namespace
}  // namespace kindred::api
