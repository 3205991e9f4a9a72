/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-part-origin-private.h"

SalonPartOrigin *
salon_part_origin_new (SalonLlmPart *part,
                       gsize         end)
{
  SalonPartOrigin *self = g_new0 (SalonPartOrigin, 1);
  const char *provider = salon_llm_part_get_provider (part);
  const SalonJson *data = provider != NULL ? salon_llm_part_get_opaque (part, provider) : NULL;

  self->end = end;
  if (data == NULL)
    return self;
  self->provider = g_strdup (provider);
  self->data = salon_json_document_copy (data);
  return self;
}

void
salon_part_origin_free (SalonPartOrigin *self)
{
  g_free (self->provider);
  g_clear_pointer (&self->data, salon_json_document_unref);
  g_free (self);
}

SalonLlmPart *
salon_part_origin_apply (SalonPartOrigin *self,
                         SalonLlmPart    *part)
{
  g_autoptr (SalonLlmPart) plain = part;

  if (self->data == NULL)
    return g_steal_pointer (&plain);
  return salon_llm_part_with_opaque (plain, self->provider,
                                     salon_json_document_get_root (self->data));
}

gboolean
salon_part_origins_matter (GPtrArray *origins)
{
  for (guint i = 0; origins != NULL && i < origins->len; i++)
    {
      if (((SalonPartOrigin *) origins->pdata[i])->data != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
write_origin (SalonPartOrigin *self,
              SalonJsonWriter *writer)
{
  if (self->data == NULL)
    return;
  salon_json_writer_add_string (writer, "provider", self->provider);
  salon_json_writer_add_value (writer, "opaque", salon_json_document_get_root (self->data));
}

/* One origin of the whole part is written without any ado: it is what most parts have. */
void
salon_part_origins_write (GPtrArray       *origins,
                          gsize            length,
                          SalonJsonWriter *writer)
{
  if (!salon_part_origins_matter (origins))
    return;
  if (origins->len == 1 && ((SalonPartOrigin *) origins->pdata[0])->end == length)
    {
      write_origin (origins->pdata[0], writer);
      return;
    }
  salon_json_writer_begin_array (writer, "origins");
  for (guint i = 0; i < origins->len; i++)
    {
      SalonPartOrigin *origin = origins->pdata[i];

      salon_json_writer_begin_object (writer, NULL);
      salon_json_writer_add_int64 (writer, "end", (gint64) origin->end);
      write_origin (origin, writer);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_array (writer);
}

static SalonPartOrigin *
read_origin (const SalonJson *data,
             gsize            end)
{
  const char *provider = salon_json_as_string (salon_json_get_member (data, "provider"));
  const SalonJson *opaque = salon_json_get_member (data, "opaque");
  SalonPartOrigin *self = g_new0 (SalonPartOrigin, 1);

  self->end = end;
  if (provider == NULL || opaque == NULL)
    return self;
  self->provider = g_strdup (provider);
  self->data = salon_json_document_copy (opaque);
  return self;
}

static gboolean
is_boundary (const char *text,
             gsize       length,
             gsize       position)
{
  return position == length || (position < length && ((guchar) text[position] & 0xc0) != 0x80);
}

GPtrArray *
salon_part_origins_read (const SalonJson *data,
                         const char      *text,
                         gsize            length)
{
  const SalonJson *list = salon_json_get_member (data, "origins");
  g_autoptr (GPtrArray) origins = NULL;
  const SalonJson *item;
  SalonJsonIter iter;
  gsize last = 0;

  origins = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_part_origin_free);
  if (salon_json_get_member (data, "opaque") != NULL)
    g_ptr_array_add (origins, read_origin (data, length));
  salon_json_iter_init (&iter, salon_json_is_array (list) ? list : NULL);
  while (salon_json_iter_next (&iter, NULL, &item))
    {
      gint64 end = -1;

      if (!salon_json_as_int64 (salon_json_get_member (item, "end"), &end) ||
          end < (gint64) last || !is_boundary (text, length, (gsize) end))
        return NULL;
      last = (gsize) end;
      g_ptr_array_add (origins, read_origin (item, last));
    }
  return salon_part_origins_matter (origins) ? g_steal_pointer (&origins) : NULL;
}
