// One id type per noun: handing a DataId to a function that wants an AssetId doesn't compile.
#pragma once

#include "base/ids.h"

namespace kindred {

using OrganizationId = Id<struct OrganizationTag>;
using ConnectorId = Id<struct ConnectorTag>;
using UserId = Id<struct UserTag>;
using DatalakeId = Id<struct DatalakeTag>;
using DataId = Id<struct DataTag_>;
using DataSourceId = Id<struct DataSourceTag>;
using DatasetId = Id<struct DatasetTag>;
using DatasetVersionId = Id<struct DatasetVersionTag>;
using AssetId = Id<struct AssetTag_>;
using TagId = Id<struct TagTag>;
using LabelId = Id<struct LabelTag>;
using LabelGroupId = Id<struct LabelGroupTag>;
using AnnotationId = Id<struct AnnotationTag>;
using ShapeId = Id<struct ShapeTag>;
using JobId = Id<struct JobTag>;
using ProjectionId = Id<struct ProjectionTag>;
using ClusteringId = Id<struct ClusteringTag>;
using QueryImageId = Id<struct QueryImageTag>;

}  // namespace kindred
