/* Whether the database answers. */
#ifndef HEALTH_H
#define HEALTH_H

#include "model/query.h"

/* health(): answers ok, always true. */
struct query health(void);

#endif
