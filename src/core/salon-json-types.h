/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SalonJson:
 *
 * One immutable JSON value, borrowed from the [struct@JsonDocument] it belongs to
 * and valid as long as that. Every function that takes a value takes %NULL for
 * “not there”, too, so that reads can be chained.
 */
typedef struct _SalonJson SalonJson;

/**
 * SalonJsonDocument:
 *
 * The immutable, reference-counted owner of a tree of JSON values. Documents may be
 * read from and passed between threads.
 */
typedef struct _SalonJsonDocument SalonJsonDocument;

/**
 * SalonJsonKind:
 * @SALON_JSON_NULL: null, and a value that is not there
 * @SALON_JSON_BOOLEAN: true or false
 * @SALON_JSON_NUMBER: a number of any size, kept as it was written
 * @SALON_JSON_STRING: a string
 * @SALON_JSON_ARRAY: an array
 * @SALON_JSON_OBJECT: an object
 */
typedef enum
{
  SALON_JSON_NULL,
  SALON_JSON_BOOLEAN,
  SALON_JSON_NUMBER,
  SALON_JSON_STRING,
  SALON_JSON_ARRAY,
  SALON_JSON_OBJECT,
} SalonJsonKind;

G_END_DECLS
