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

#define SALON_TYPE_JSON_DOCUMENT (salon_json_document_get_type ())

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

/**
 * SalonJsonPresence:
 * @SALON_JSON_REQUIRED: a missing member is an error
 * @SALON_JSON_OPTIONAL: a missing member, or null, leaves the result untouched
 */
typedef enum
{
  SALON_JSON_REQUIRED,
  SALON_JSON_OPTIONAL,
} SalonJsonPresence;

/**
 * SalonJsonLimits:
 * @max_bytes: the longest text that is read, in bytes; 0 stands for the default
 * @max_depth: how many arrays and objects may be open at once; 0 stands for the
 *   default, and more than %SALON_JSON_GREATEST_DEPTH is cut to that
 */
typedef struct
{
  gsize max_bytes;
  guint max_depth;
} SalonJsonLimits;

#define SALON_JSON_DEFAULT_MAX_BYTES ((gsize) 16 * 1024 * 1024)
#define SALON_JSON_DEFAULT_MAX_DEPTH 128
#define SALON_JSON_GREATEST_DEPTH 512

/**
 * SalonJsonIter:
 *
 * Walks the elements of an array or the members of an object, in their order. It
 * lives on the stack and needs no clean-up.
 */
typedef struct
{
  /*< private >*/
  const SalonJson *next;
  gsize            remaining;
  gboolean         is_object;
} SalonJsonIter;

/* Documents. */
GType              salon_json_document_get_type    (void) G_GNUC_CONST;
SalonJsonDocument *salon_json_document_parse       (const char             *text,
                                                    gssize                  length,
                                                    const SalonJsonLimits  *limits,
                                                    GError                **error);
SalonJsonDocument *salon_json_document_parse_bytes (GBytes                 *bytes,
                                                    const SalonJsonLimits  *limits,
                                                    GError                **error);
SalonJsonDocument *salon_json_document_copy        (const SalonJson        *value);
SalonJsonDocument *salon_json_document_ref         (SalonJsonDocument      *self);
void               salon_json_document_unref       (SalonJsonDocument      *self);
const SalonJson   *salon_json_document_get_root    (SalonJsonDocument      *self);

/* Values. */
SalonJsonKind      salon_json_get_kind             (const SalonJson        *value);
const char        *salon_json_kind_to_string       (SalonJsonKind           kind);
gboolean           salon_json_is_object            (const SalonJson        *value);
gboolean           salon_json_is_array             (const SalonJson        *value);
gboolean           salon_json_is_string            (const SalonJson        *value);
const SalonJson   *salon_json_get_member           (const SalonJson        *object,
                                                    const char             *name);
gsize              salon_json_get_length           (const SalonJson        *value);
const char        *salon_json_as_string            (const SalonJson        *value);
const char        *salon_json_as_string_length     (const SalonJson        *value,
                                                    gsize                  *length);
gboolean           salon_json_as_int64             (const SalonJson        *value,
                                                    gint64                 *out);
gboolean           salon_json_as_double            (const SalonJson        *value,
                                                    double                 *out);
gboolean           salon_json_as_boolean           (const SalonJson        *value,
                                                    gboolean               *out);
char              *salon_json_dup_number_text      (const SalonJson        *value);
char              *salon_json_to_text              (const SalonJson        *value,
                                                    gboolean                pretty);
gboolean           salon_json_equal                (const SalonJson        *a,
                                                    const SalonJson        *b);

/* Iteration. */
void               salon_json_iter_init            (SalonJsonIter          *iter,
                                                    const SalonJson        *array_or_object);
gboolean           salon_json_iter_next            (SalonJsonIter          *iter,
                                                    const char            **name,
                                                    const SalonJson       **value);

/* Typed members of an object. */
gboolean           salon_json_read_string          (const SalonJson        *object,
                                                    const char             *name,
                                                    SalonJsonPresence       presence,
                                                    const char            **out,
                                                    GError                **error);
gboolean           salon_json_read_int64           (const SalonJson        *object,
                                                    const char             *name,
                                                    SalonJsonPresence       presence,
                                                    gint64                 *out,
                                                    GError                **error);
gboolean           salon_json_read_double          (const SalonJson        *object,
                                                    const char             *name,
                                                    SalonJsonPresence       presence,
                                                    double                 *out,
                                                    GError                **error);
gboolean           salon_json_read_boolean         (const SalonJson        *object,
                                                    const char             *name,
                                                    SalonJsonPresence       presence,
                                                    gboolean               *out,
                                                    GError                **error);
gboolean           salon_json_read_object          (const SalonJson        *object,
                                                    const char             *name,
                                                    SalonJsonPresence       presence,
                                                    const SalonJson       **out,
                                                    GError                **error);
gboolean           salon_json_read_array           (const SalonJson        *object,
                                                    const char             *name,
                                                    SalonJsonPresence       presence,
                                                    const SalonJson       **out,
                                                    GError                **error);
gboolean           salon_json_read_value           (const SalonJson        *object,
                                                    const char             *name,
                                                    SalonJsonPresence       presence,
                                                    const SalonJson       **out,
                                                    GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SalonJsonDocument, salon_json_document_unref)

G_END_DECLS
