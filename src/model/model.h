// The nouns of the domain, as plain values: what each word means is told in docs/words.md. No behaviour beyond the names of
// enumerations, no storage, no wire format.
#pragma once

#include "model/annotation.h"
#include "model/data.h"
#include "model/dataset.h"
#include "model/embedding.h"
#include "model/ids.h"
#include "model/job.h"
#include "model/label.h"
#include "model/organization.h"
#include "model/projection.h"
#include "model/shape.h"
#include "model/tag.h"
