/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-uri-value.h"

G_BEGIN_DECLS

typedef enum
{
  SALON_URI_VALUE_STRING,
  SALON_URI_VALUE_LIST,
  SALON_URI_VALUE_MAP,
} SalonUriValueKind;

struct _SalonUriValue
{
  gatomicrefcount     ref_count;
  SalonUriValueKind   kind;
  char              **strings;   /* one, or the list, or names and values in turn */
};

G_END_DECLS
