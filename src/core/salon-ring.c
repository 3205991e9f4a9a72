/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-core"

#include "config.h"

#include "salon-ring.h"

#include <string.h>

#include <glib/gi18n.h>

#include "salon-utf8-private.h"

/* A shorter text is no secret; more of them than there are is not to be expected. */
#define MIN_SECRET 8
#define MAX_SECRETS 64

/* An entry and its two strings in one block of memory. */
typedef struct
{
  SalonRingEntry entry;
  gsize          size;
  char           strings[];
} Record;

struct _SalonRing
{
  grefcount   reference_count;
  gsize       max_bytes;
  guint       max_entries;

  /* A circle that grows up to max_entries. */
  Record    **records;
  guint       capacity;
  guint       first;
  guint       count;
  gsize       bytes;
  guint64     dropped;
  GPtrArray  *secrets;   /* what is not to be shown, the newest last; NULL when there is none */
};

G_DEFINE_BOXED_TYPE (SalonRing, salon_ring, salon_ring_ref, salon_ring_unref)

/**
 * salon_ring_new:
 * @max_bytes: how much memory the entries may take together
 * @max_entries: how many there may be
 *
 * Returns: (transfer full): an empty ring
 */
SalonRing *
salon_ring_new (gsize max_bytes,
                guint max_entries)
{
  SalonRing *self;

  g_return_val_if_fail (max_bytes > 0, NULL);
  g_return_val_if_fail (max_entries > 0, NULL);

  self = g_new0 (SalonRing, 1);
  g_ref_count_init (&self->reference_count);
  self->max_bytes = max_bytes;
  self->max_entries = max_entries;

  return self;
}

/**
 * salon_ring_ref:
 * @self: a ring
 *
 * Returns: (transfer full): @self
 */
SalonRing *
salon_ring_ref (SalonRing *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_ref_count_inc (&self->reference_count);
  return self;
}

/**
 * salon_ring_unref:
 * @self: (transfer full): a ring
 */
void
salon_ring_unref (SalonRing *self)
{
  guint i;

  g_return_if_fail (self != NULL);

  if (!g_ref_count_dec (&self->reference_count))
    return;

  for (i = 0; i < self->count; i++)
    g_free (self->records[(self->first + i) % self->capacity]);
  g_free (self->records);
  g_clear_pointer (&self->secrets, g_ptr_array_unref);
  g_free (self);
}

static void
salon_ring_drop_first (SalonRing *self)
{
  Record *record = g_steal_pointer (&self->records[self->first]);

  self->first = (self->first + 1) % self->capacity;
  self->count--;
  self->bytes -= record->size;
  self->dropped++;
  g_free (record);
}

static void
salon_ring_grow (SalonRing *self)
{
  guint capacity = MIN (MAX (self->capacity * 2, 16), self->max_entries);
  Record **records = g_new0 (Record *, capacity);
  guint i;

  for (i = 0; i < self->count; i++)
    records[i] = self->records[(self->first + i) % self->capacity];

  g_free (self->records);
  self->records = records;
  self->capacity = capacity;
  self->first = 0;
}

/* As much of a text as an entry shows, in valid UTF-8. */
static GString *
make_shown_text (const char *text,
                 gsize       length)
{
  GString *shown = g_string_sized_new (MIN (length, SALON_RING_MAX_ENTRY));
  gsize kept = length, begin = 0;

  if (kept > SALON_RING_MAX_ENTRY)
    {
      /* Not in the middle of a character. */
      kept = SALON_RING_MAX_ENTRY;
      while (kept > SALON_RING_MAX_ENTRY - 4 && ((guint8) text[kept] & 0xc0) == 0x80)
        kept--;
    }

  /* What is shown is a C string, so that NUL has to be shown as something else. */
  while (begin < kept)
    {
      const char *nul = memchr (text + begin, '\0', kept - begin);
      gsize end = nul != NULL ? (gsize) (nul - text) : kept;

      _salon_utf8_append_valid (shown, text + begin, end - begin);
      if (nul != NULL)
        g_string_append (shown, "\357\277\275");
      begin = end + 1;
    }

  if (kept < length)
    g_string_append_printf (shown,
                            /* Translators: stands at the end of a text that was cut. */
                            _("… (cut: %zu of %zu bytes)"), kept, length);

  return shown;
}

/**
 * salon_ring_hide:
 * @self: a ring
 * @secret: a text that must not be shown
 *
 * Puts %SALON_RING_HIDDEN in its place in every entry that is added from now on, as when a
 * server repeats a key it was given. What is too short to be a secret – less than eight bytes –
 * is left alone, since it would be found everywhere.
 */
void
salon_ring_hide (SalonRing  *self,
                 const char *secret)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (secret != NULL);

  if (strlen (secret) < MIN_SECRET)
    return;
  if (self->secrets == NULL)
    self->secrets = g_ptr_array_new_with_free_func (g_free);
  if (g_ptr_array_find_with_equal_func (self->secrets, secret, g_str_equal, NULL))
    return;
  if (self->secrets->len >= MAX_SECRETS)
    g_ptr_array_remove_index (self->secrets, 0);
  g_ptr_array_add (self->secrets, g_strdup (secret));
}

/* Whether one of the secrets is in what would be shown of a text. */
static gboolean
salon_ring_has_secret (SalonRing  *self,
                       const char *text,
                       gsize       length)
{
  for (guint i = 0; self->secrets != NULL && i < self->secrets->len; i++)
    {
      const char *secret = g_ptr_array_index (self->secrets, i);
      gsize size = strlen (secret);

      /* One that is cut at the end would still show its beginning. */
      if (memmem (text, MIN (length, SALON_RING_MAX_ENTRY + size), secret, size) != NULL)
        return TRUE;
    }
  return FALSE;
}

static GString *
salon_ring_mask (SalonRing  *self,
                 const char *text,
                 gsize       length)
{
  GString *masked = g_string_new_len (text, (gssize) length);

  for (guint i = 0; i < self->secrets->len; i++)
    {
      const char *secret = g_ptr_array_index (self->secrets, i);
      gsize size = strlen (secret);
      g_autoptr(GString) next = NULL;
      gsize begin = 0;
      const char *found;

      while ((found = memmem (masked->str + begin, masked->len - begin, secret, size)) != NULL)
        {
          if (next == NULL)
            next = g_string_sized_new (masked->len);
          g_string_append_len (next, masked->str + begin,
                               found - (masked->str + begin));
          g_string_append (next, SALON_RING_HIDDEN);
          begin = (gsize) (found - masked->str) + size;
        }
      if (next == NULL)
        continue;
      g_string_append_len (next, masked->str + begin, (gssize) (masked->len - begin));
      g_string_free (masked, TRUE);
      masked = g_steal_pointer (&next);
    }

  return masked;
}

/**
 * salon_ring_add:
 * @self: a ring
 * @real_time: the time, in microseconds since 1970
 * @kind: a short word for what it is, such as a direction
 * @text: (array length=length): the text; bytes that are no UTF-8 are shown as U+FFFD
 * @length: its length in bytes, or -1 when it ends with NUL
 *
 * Adds an entry, for which the oldest may have to go. A text over
 * %SALON_RING_MAX_ENTRY is cut.
 */
void
salon_ring_add (SalonRing  *self,
                gint64      real_time,
                const char *kind,
                const char *text,
                gssize      length)
{
  g_autoptr(GString) shown = NULL;
  g_autoptr(GString) masked = NULL;
  gsize full_length, shown_length, kind_size, size;
  Record *record;

  g_return_if_fail (self != NULL);
  g_return_if_fail (kind != NULL);
  g_return_if_fail (text != NULL || length == 0);

  full_length = shown_length = length < 0 ? strlen (text) : (gsize) length;
  if (salon_ring_has_secret (self, text, full_length))
    {
      masked = salon_ring_mask (self, text, full_length);
      text = masked->str;
      shown_length = masked->len;
    }
  /* Nearly all texts are shown as they are. A NUL counts as invalid. */
  if (shown_length > SALON_RING_MAX_ENTRY ||
      (shown_length > 0 && !g_utf8_validate_len (text, shown_length, NULL)))
    {
      shown = make_shown_text (text, shown_length);
      text = shown->str;
      shown_length = shown->len;
    }
  kind_size = strlen (kind) + 1;

  size = sizeof (Record) + kind_size + shown_length + 1;
  record = g_malloc (size);
  record->size = size;
  memcpy (record->strings, kind, kind_size);
  if (shown_length > 0)
    memcpy (record->strings + kind_size, text, shown_length);
  record->strings[kind_size + shown_length] = '\0';
  record->entry.time = real_time;
  record->entry.kind = record->strings;
  record->entry.text = record->strings + kind_size;
  record->entry.full_length = full_length;

  /* The newest stays, even when it alone is more than the ring should hold. */
  while (self->count > 0 &&
         (self->count == self->max_entries || self->bytes + size > self->max_bytes))
    salon_ring_drop_first (self);

  if (self->count == self->capacity)
    salon_ring_grow (self);

  self->records[(self->first + self->count) % self->capacity] = record;
  self->count++;
  self->bytes += size;
}

/**
 * salon_ring_get_count:
 * @self: a ring
 *
 * Returns: how many entries it has
 */
guint
salon_ring_get_count (SalonRing *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->count;
}

/**
 * salon_ring_get_dropped:
 * @self: a ring
 *
 * Returns: how many entries had to go since the beginning; with the count, it tells a
 *   viewer what is new
 */
guint64
salon_ring_get_dropped (SalonRing *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->dropped;
}

/**
 * salon_ring_get:
 * @self: a ring
 * @index: which entry, 0 being the oldest
 *
 * Returns: (transfer none) (nullable): the entry, valid until the next one is added; %NULL
 *   past the newest
 */
const SalonRingEntry *
salon_ring_get (SalonRing *self,
                guint      index)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (index >= self->count)
    return NULL;

  return &self->records[(self->first + index) % self->capacity]->entry;
}

/**
 * salon_ring_to_text:
 * @self: a ring
 *
 * Puts all entries into one text, to be copied or attached to a report: a line each, with
 * the time in UTC.
 *
 * Returns: (transfer full): the text
 */
char *
salon_ring_to_text (SalonRing *self)
{
  GString *text;
  guint i;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  for (i = 0; i < self->count; i++)
    {
      const SalonRingEntry *entry = salon_ring_get (self, i);
      g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc_usec (entry->time);
      g_autofree char *stamp = NULL;

      if (time != NULL)
        stamp = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S.%fZ");
      g_string_append_printf (text, "%s %s %s\n", stamp != NULL ? stamp : "-",
                              entry->kind, entry->text);
    }

  return g_string_free (text, FALSE);
}
