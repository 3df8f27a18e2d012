// The nouns as JSON objects of the wire contract. Extra keys are allowed there, missing ones are not.
#pragma once

#include <vector>

#include "base/json.h"
#include "model/model.h"

namespace kindred::api {

json::object to_json(const Organization& organization);
json::object to_json(const Datalake& datalake);
// `presigned_url` lets the holder download the file without a token.
json::object to_json(const Data& data, std::string_view presigned_url);
json::object to_json(const Dataset& dataset);
json::object to_json(const DatasetVersion& version);
json::object to_json(const Asset& asset, std::string_view presigned_url);
json::object to_json(const Tag& tag);
json::array to_json(const std::vector<Tag>& tags);
json::object to_json(const EmbeddingCounts& counts);
json::object to_json(const VisualSearch& search, const EmbeddingCounts& counts);
// Jobs have two forms: the version 1 words for what the SDK waits for that way, and the version 2 words with all that is known.
json::object to_json_v1(const Job& job);
json::object to_json_v2(const Job& job);

}  // namespace kindred::api
