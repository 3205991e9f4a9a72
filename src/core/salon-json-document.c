/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-json-document.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-core-error.h"
#include "salon-json-private.h"

#define BYTE_ORDER_MARK "\357\273\277"

struct _SalonJsonDocument
{
  gatomicrefcount    reference_count;
  yyjson_val        *root;

  /* What holds the values: another document, */
  SalonJsonDocument *whole;
  /* or this one. Parsed in place: strings and numbers point into the text. */
  yyjson_doc        *document;
  char              *text;
};

G_DEFINE_BOXED_TYPE (SalonJsonDocument,
                     salon_json_document,
                     salon_json_document_ref,
                     salon_json_document_unref)

static void *
allocate (void   *context,
          size_t  size)
{
  return g_try_malloc (size);
}

static void *
reallocate (void   *context,
            void   *memory,
            size_t  old_size,
            size_t  size)
{
  return g_try_realloc (memory, size);
}

static void
release (void *context,
         void *memory)
{
  g_free (memory);
}

const yyjson_alc *
_salon_json_get_allocator (void)
{
  static const yyjson_alc allocator = { allocate, reallocate, release, NULL };

  return &allocator;
}

/* Line and column as a text editor shows them: from 1, in characters. */
static void
locate (const char *text,
        gsize       length,
        gsize       position,
        gsize      *line,
        gsize      *column)
{
  gsize i;

  *line = 1;
  *column = 1;

  for (i = 0; i < position; i++)
    {
      guint8 byte = (guint8) text[i];

      if (byte == '\n' || (byte == '\r' && (i + 1 == length || text[i + 1] != '\n')))
        {
          (*line)++;
          *column = 1;
        }
      else if ((byte & 0xc0) != 0x80 && byte != '\r')
        {
          (*column)++;
        }
    }
}

static void
set_error_at (GError         **error,
              SalonCoreError   code,
              const char      *text,
              gsize            length,
              gsize            position,
              const char      *reason)
{
  gsize line, column;

  locate (text, length, position, &line, &column);
  g_set_error (error, SALON_CORE_ERROR, code,
               /* Translators: the last part is one of the sentences about JSON. */
               _("The JSON can’t be read: line %zu, column %zu: %s"),
               line, column, reason);
}

static const char *
describe_syntax_error (yyjson_read_code code)
{
  if (code == YYJSON_READ_ERROR_EMPTY_CONTENT)
    return _("there is nothing but white space.");
  if (code == YYJSON_READ_ERROR_UNEXPECTED_CONTENT)
    return _("something follows the end of the value.");
  if (code == YYJSON_READ_ERROR_UNEXPECTED_END)
    return _("the text ends too early; a bracket or quotation mark is not closed.");
  if (code == YYJSON_READ_ERROR_JSON_STRUCTURE)
    return _("a comma has no value after it.");
  if (code == YYJSON_READ_ERROR_INVALID_NUMBER)
    return _("a number is not written the way JSON wants it.");
  if (code == YYJSON_READ_ERROR_INVALID_STRING)
    return _("a string has a line break, a control character or a broken “\\” sequence in it.");
  if (code == YYJSON_READ_ERROR_INVALID_COMMENT)
    return _("JSON has no comments.");

  return _("there is a character that can’t stand there; a comma, colon or quotation mark "
           "may be missing before it.");
}

static gboolean
read_escaped_unit (const char *text,
                   const char *end,
                   guint      *unit)
{
  guint i;

  if (end - text < 6 || text[0] != '\\' || text[1] != 'u')
    return FALSE;

  *unit = 0;
  for (i = 2; i < 6; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return FALSE;
      *unit = *unit << 4 | (guint) g_ascii_xdigit_value (text[i]);
    }

  return TRUE;
}

/* RFC 8259 section 8.2 lets a text have half of a surrogate pair, and programs that cut
 * JavaScript strings write such; yyjson refuses. It becomes U+FFFD, in its place.
 * Returns the end of the escape sequence at @text. */
static char *
repair_escape (char       *text,
               const char *end)
{
  guint first, second;

  if (!read_escaped_unit (text, end, &first))
    return MIN (text + 2, (char *) end);

  if (first >= 0xd800 && first <= 0xdbff &&
      read_escaped_unit (text + 6, end, &second) &&
      second >= 0xdc00 && second <= 0xdfff)
    return text + 12;

  if (first >= 0xd800 && first <= 0xdfff)
    memcpy (text + 2, "fffd", 4);

  return text + 6;
}

/* Goes to the next quotation mark or backslash. Most of a text lies in its strings, so that it
 * is looked at eight bytes at a time. */
static char *
skip_string (char       *text,
             const char *end)
{
  const guint64 each = 0x0101010101010101;
  const guint64 high = 0x8080808080808080;

  while (end - text >= (gssize) sizeof (guint64))
    {
      guint64 bytes, quotes, backslashes;

      /* What is looked for becomes zero, and taking one from that sets the high bit. */
      memcpy (&bytes, text, sizeof bytes);
      quotes = bytes ^ each * '"';
      backslashes = bytes ^ each * '\\';
      if ((((quotes - each) & ~quotes) | ((backslashes - each) & ~backslashes)) & high)
        break;
      text += sizeof bytes;
    }

  while (text < end && *text != '"' && *text != '\\')
    text++;

  return text;
}

/* One walk over the text before it is parsed: nesting, and halves of pairs. yyjson does
 * not recurse, but whoever walks the tree later may. Text that breaks the grammar goes
 * through; the parser finds that. Returns the offset of the bracket that is too deep,
 * or -1. */
static gssize
scan (char  *text,
      gsize  length,
      guint  max_depth)
{
  const char *end = text + length;
  guint depth = 0;
  char *p = text;

  while (p < end)
    {
      switch (*p)
        {
        case '"':
          p = skip_string (p + 1, end);
          while (p < end && *p == '\\')
            p = skip_string (repair_escape (p, end), end);
          break;

        case '[':
        case '{':
          if (++depth > max_depth)
            return p - text;
          break;

        case ']':
        case '}':
          if (depth > 0)
            depth--;
          break;

        default:
          break;
        }
      p++;
    }

  return -1;
}

static SalonJsonDocument *
parse_owned (char        *text,
             gsize        length,
             guint        max_depth,
             const char  *original,
             GError     **error)
{
  g_autofree char *owned = text;
  yyjson_read_err problem = { 0 };
  SalonJsonDocument *self;
  yyjson_doc *document;
  gssize too_deep;

  too_deep = scan (owned, length, max_depth);
  if (too_deep >= 0)
    {
      g_autofree char *reason = NULL;

      reason = g_strdup_printf (ngettext ("arrays and objects are nested deeper than %u level.",
                                          "arrays and objects are nested deeper than %u levels.",
                                          max_depth), max_depth);
      set_error_at (error, SALON_CORE_ERROR_TOO_DEEP, original, length, too_deep, reason);
      return NULL;
    }

  document = yyjson_read_opts (owned, length,
                               YYJSON_READ_INSITU | YYJSON_READ_NUMBER_AS_RAW,
                               _salon_json_get_allocator (), &problem);
  if (document == NULL && problem.code == YYJSON_READ_ERROR_MEMORY_ALLOCATION)
    {
      g_set_error_literal (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE,
                           _("There is not enough memory to read this JSON."));
      return NULL;
    }
  if (document == NULL)
    {
      set_error_at (error, SALON_CORE_ERROR_SYNTAX, original, length,
                    MIN (problem.pos, length), describe_syntax_error (problem.code));
      return NULL;
    }

  self = g_new0 (SalonJsonDocument, 1);
  g_atomic_ref_count_init (&self->reference_count);
  self->document = document;
  self->root = yyjson_doc_get_root (document);
  self->text = g_steal_pointer (&owned);

  return self;
}

/**
 * salon_json_document_parse:
 * @text: (array length=length): a JSON text
 * @length: its length in bytes, or -1 when it ends with NUL
 * @limits: (nullable): bounds to hold it to; %NULL for 16 MiB and 128 levels
 * @error: where to put the reason, with line and column
 *
 * Reads a text by the grammar of RFC 8259 and nothing more: no comments, no trailing
 * commas, nothing after the value. A byte order mark at the start is skipped, as
 * section 8.1 allows, and half of a surrogate pair in an escape becomes U+FFFD.
 *
 * Numbers are kept as they are written, whatever their size. Members keep their
 * order, and members of the same name are all kept.
 *
 * Returns: (transfer full) (nullable): the document, or %NULL with %SALON_CORE_ERROR_SYNTAX,
 *   %SALON_CORE_ERROR_NOT_UTF8, %SALON_CORE_ERROR_TOO_DEEP or %SALON_CORE_ERROR_TOO_LARGE
 */
SalonJsonDocument *
salon_json_document_parse (const char             *text,
                           gssize                  length,
                           const SalonJsonLimits  *limits,
                           GError                **error)
{
  gsize max_bytes = SALON_JSON_DEFAULT_MAX_BYTES;
  guint max_depth = SALON_JSON_DEFAULT_MAX_DEPTH;
  const char *invalid = NULL;
  gsize size, prefix = 0;
  char *copy;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (limits != NULL && limits->max_bytes > 0)
    max_bytes = limits->max_bytes;
  if (limits != NULL && limits->max_depth > 0)
    max_depth = MIN (limits->max_depth, SALON_JSON_GREATEST_DEPTH);
  if (text == NULL)
    text = "";

  size = length < 0 ? strlen (text) : (gsize) length;
  if (size > max_bytes)
    {
      g_set_error (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE,
                   _("The JSON has %zu bytes; no more than %zu are read."), size, max_bytes);
      return NULL;
    }

  /* NUL is for the grammar to refuse, at its own place. */
  if (!g_utf8_validate_len (text, size, &invalid) && *invalid != '\0')
    {
      set_error_at (error, SALON_CORE_ERROR_NOT_UTF8, text, size, invalid - text,
                    _("there is a byte that is no UTF-8 text."));
      return NULL;
    }

  if (size >= 3 && memcmp (text, BYTE_ORDER_MARK, 3) == 0)
    prefix = 3;
  if (size == prefix)
    {
      g_set_error_literal (error, SALON_CORE_ERROR, SALON_CORE_ERROR_SYNTAX,
                           _("The JSON can’t be read: it is empty."));
      return NULL;
    }

  copy = g_try_malloc (size - prefix + YYJSON_PADDING_SIZE);
  if (copy == NULL)
    {
      g_set_error_literal (error, SALON_CORE_ERROR, SALON_CORE_ERROR_TOO_LARGE,
                           _("There is not enough memory to read this JSON."));
      return NULL;
    }
  memcpy (copy, text + prefix, size - prefix);
  memset (copy + (size - prefix), 0, YYJSON_PADDING_SIZE);

  return parse_owned (copy, size - prefix, max_depth, text + prefix, error);
}

/**
 * salon_json_document_parse_bytes:
 * @bytes: a JSON text
 * @limits: (nullable): bounds to hold it to, as in salon_json_document_parse()
 * @error: where to put the reason
 *
 * Returns: (transfer full) (nullable): see salon_json_document_parse()
 */
SalonJsonDocument *
salon_json_document_parse_bytes (GBytes                 *bytes,
                                 const SalonJsonLimits  *limits,
                                 GError                **error)
{
  const char *data;
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  return salon_json_document_parse (data, (gssize) size, limits, error);
}

/**
 * salon_json_document_copy:
 * @value: (nullable): any value; %NULL stands for null
 *
 * Copies a value and all below it, so that it outlives the document it is part of.
 *
 * Returns: (transfer full): a document with the copy as its root
 */
SalonJsonDocument *
salon_json_document_copy (const SalonJson *value)
{
  const SalonJsonLimits limits = { G_MAXSSIZE, SALON_JSON_GREATEST_DEPTH };
  g_autofree char *text = salon_json_to_text (value, FALSE);
  g_autoptr(GError) error = NULL;
  SalonJsonDocument *self;

  self = salon_json_document_parse (text, -1, &limits, &error);
  if (self == NULL)
    g_error ("A JSON value could not be copied: %s", error->message);

  return self;
}

/**
 * salon_json_document_new_part:
 * @whole: a document
 * @value: one of its values
 *
 * Makes a document of a part of another one. Nothing is copied: all of @whole lives as long
 * as the part, so that this is right where the part is most of it, and
 * salon_json_document_copy() where it is little.
 *
 * Returns: (transfer full): a document with @value as its root
 */
SalonJsonDocument *
salon_json_document_new_part (SalonJsonDocument *whole,
                              const SalonJson   *value)
{
  SalonJsonDocument *self;

  g_return_val_if_fail (whole != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  self = g_new0 (SalonJsonDocument, 1);
  g_atomic_ref_count_init (&self->reference_count);
  self->root = _salon_json_unwrap (value);
  self->whole = salon_json_document_ref (whole->whole != NULL ? whole->whole : whole);

  return self;
}

/**
 * salon_json_document_ref:
 * @self: a document
 *
 * Returns: (transfer full): @self
 */
SalonJsonDocument *
salon_json_document_ref (SalonJsonDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->reference_count);
  return self;
}

/**
 * salon_json_document_unref:
 * @self: (transfer full): a document
 *
 * Gives back a reference. With the last one go all values of the document.
 */
void
salon_json_document_unref (SalonJsonDocument *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->reference_count))
    {
      g_clear_pointer (&self->whole, salon_json_document_unref);
      yyjson_doc_free (self->document);
      g_free (self->text);
      g_free (self);
    }
}

/**
 * salon_json_document_get_root:
 * @self: a document
 *
 * Returns: (transfer none): its outermost value; never %NULL
 */
const SalonJson *
salon_json_document_get_root (SalonJsonDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _salon_json_wrap (self->root);
}
