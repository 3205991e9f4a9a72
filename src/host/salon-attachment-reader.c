/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "salon-attachment-private.h"
#include "salon-host-error.h"
#include "salon-image-fitter.h"

#define MAX_BYTES (20 * 1000 * 1000)
/* Decoders of pictures want more room than a fiber has. */
#define STACK_SIZE (1024 * 1024)

typedef struct
{
  GFile *file; /* nullable */
  GBytes *content; /* nullable */
  char *name;
} Reading;

static void
reading_free (Reading *reading)
{
  g_clear_object (&reading->file);
  g_clear_pointer (&reading->content, g_bytes_unref);
  g_free (reading->name);
  g_free (reading);
}

static gboolean
fail_too_large (const char  *name,
                GError     **error)
{
  g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
               _("“%s” can’t be attached: it is larger than 20 MB."), name);
  return FALSE;
}

static gboolean
read_stream (Reading  *reading,
             GError  **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (reading->file, NULL, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (65536);
  gssize n;

  if (stream == NULL)
    return FALSE;
  while ((n = g_input_stream_read (G_INPUT_STREAM (stream), buffer, 65536, NULL, error)) > 0)
    {
      if (bytes->len + (gsize) n > MAX_BYTES)
        return fail_too_large (reading->name, error);
      g_byte_array_append (bytes, buffer, (guint) n);
    }
  if (n < 0)
    return FALSE;
  reading->content = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  return TRUE;
}

static gboolean
read_content (Reading  *reading,
              GError  **error)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) failure = NULL;

  info = g_file_query_info (reading->file,
                            G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE ","
                            G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME,
                            G_FILE_QUERY_INFO_NONE, NULL, &failure);
  if (info != NULL)
    {
      g_set_str (&reading->name, g_file_info_get_display_name (info));
      /* A pipe would be read for ever. */
      if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
        {
          g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                       _("“%s” can’t be attached: it is no file."), reading->name);
          return FALSE;
        }
      if (g_file_info_get_size (info) > MAX_BYTES)
        return fail_too_large (reading->name, error);
      if (read_stream (reading, &failure))
        return TRUE;
      if (failure->domain == SALON_HOST_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
  g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
               _("“%s” can’t be attached, because it can’t be read: %s"), reading->name,
               failure->message);
  return FALSE;
}

static const char *
get_text_type (const char *name)
{
  static const struct
  {
    const char *ending;
    const char *mime_type;
  } types[] = {
    { ".json", "application/json" }, { ".csv", "text/csv" }, { ".md", "text/markdown" },
    { ".markdown", "text/markdown" }, { ".html", "text/html" }, { ".htm", "text/html" },
    { ".xml", "text/xml" }, { ".svg", "text/xml" }, { ".css", "text/css" },
  };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (g_str_has_suffix (lower, types[i].ending))
        return types[i].mime_type;
    }
  return "text/plain";
}

/* Text is what is UTF-8 without a zero in it, or says that it is UTF-16. */
static GBytes *
dup_text (GBytes *content)
{
  gsize length, new_length;
  const char *data = g_bytes_get_data (content, &length);
  char *converted;

  if (g_utf8_validate_len (data, length, NULL))
    return g_bytes_ref (content);
  if (length < 2 || (memcmp (data, "\xff\xfe", 2) != 0 && memcmp (data, "\xfe\xff", 2) != 0))
    return NULL;
  converted = g_convert (data, (gssize) length, "UTF-8", "UTF-16", NULL, &new_length, NULL);
  if (converted == NULL || !g_utf8_validate_len (converted, new_length, NULL))
    {
      g_free (converted);
      return NULL;
    }
  return g_bytes_new_take (converted, new_length);
}

static SalonAttachment *
make_picture (Reading     *reading,
              const char  *mime_type,
              GError     **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) fit = NULL;
  guint width, height;

  fit = salon_image_fit (reading->content, &mime_type, &width, &height, &failure);
  if (fit != NULL)
    return salon_attachment_new (SALON_ATTACHMENT_IMAGE, reading->name, mime_type, fit, width,
                                 height);
  g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
               _("“%s” can’t be attached, because it can’t be read as a picture: %s."),
               reading->name, failure->message);
  return NULL;
}

static SalonAttachment *
make_attachment (Reading  *reading,
                 GError  **error)
{
  gsize length;
  const char *data = g_bytes_get_data (reading->content, &length);
  const char *mime_type = salon_image_recognize (reading->content);
  g_autoptr (GBytes) text = NULL;

  if (length == 0)
    {
      g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                   _("“%s” can’t be attached: it is empty."), reading->name);
      return NULL;
    }
  if (mime_type != NULL)
    return make_picture (reading, mime_type, error);
  if (length >= 5 && memcmp (data, "%PDF-", 5) == 0)
    return salon_attachment_new (SALON_ATTACHMENT_DOCUMENT, reading->name, "application/pdf",
                                 reading->content, 0, 0);
  text = dup_text (reading->content);
  if (text != NULL)
    return salon_attachment_new (SALON_ATTACHMENT_DOCUMENT, reading->name,
                                 get_text_type (reading->name), text, 0, 0);
  g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
               _("“%s” can’t be attached: models take pictures (PNG, JPEG, WebP, GIF), PDF files "
                 "and texts."), reading->name);
  return NULL;
}

/* On a thread. */
static DexFuture *
read_on_thread (gpointer user_data)
{
  Reading *reading = user_data;
  SalonAttachment *attachment;
  GError *error = NULL;

  if (reading->content == NULL && !read_content (reading, &error))
    return dex_future_new_for_error (error);
  attachment = make_attachment (reading, &error);
  return attachment != NULL ? dex_future_new_take_object (attachment)
                            : dex_future_new_for_error (error);
}

static DexFuture *
spawn (Reading *reading)
{
  return salon_attachment_come_back (
    dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), STACK_SIZE, read_on_thread,
                         reading, (GDestroyNotify) reading_free));
}

DexFuture *
salon_attachment_read_file (GFile *file)
{
  Reading *reading;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  reading = g_new0 (Reading, 1);
  reading->file = g_object_ref (file);
  reading->name = g_file_get_basename (file);
  if (reading->name == NULL || !g_utf8_validate (reading->name, -1, NULL))
    {
      g_autofree char *uri = g_file_get_uri (file);

      g_set_str (&reading->name, uri);
    }
  return spawn (reading);
}

DexFuture *
salon_attachment_read_bytes (GBytes     *content,
                             const char *name)
{
  g_autoptr (GError) error = NULL;
  Reading *reading;

  g_return_val_if_fail (content != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (g_bytes_get_size (content) > MAX_BYTES)
    {
      fail_too_large (name, &error);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  reading = g_new0 (Reading, 1);
  reading->content = g_bytes_ref (content);
  reading->name = g_utf8_make_valid (name, -1);
  return spawn (reading);
}
