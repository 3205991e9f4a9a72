/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "fuzz.h"
#include "salon-json.h"

/* For targets that take several things from one input: one a line, the last one with all that
 * is left. */

static inline char *
fuzz_take_line (const uint8_t **data,
                size_t         *size)
{
  const uint8_t *start = *data;
  size_t length = 0;

  while (length < *size && start[length] != '\n')
    length++;
  *data += MIN (length + 1, *size);
  *size -= MIN (length + 1, *size);
  return g_strndup (length > 0 ? (const char *) start : "", length);
}

static inline SalonJsonDocument *
fuzz_take_json (const uint8_t **data,
                size_t         *size)
{
  g_autofree char *line = fuzz_take_line (data, size);

  return salon_json_document_parse (line, -1, NULL, NULL);
}
