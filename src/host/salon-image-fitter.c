/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-image-fitter.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n.h>
#include <string.h>

#include "salon-host-error.h"

/* Anthropic takes 5 MB in base64, the least of all that say a number. */
#define MAX_BYTES (3500 * 1000)
/* What is unpacked whole; a JPEG picture is made smaller while it is unpacked. */
#define MAX_PIXELS (64 * 1000 * 1000)
#define MAX_JPEG_PIXELS (256 * 1000 * 1000)
#define CHUNK 65536

#define PNG "image/png"
#define JPEG "image/jpeg"
#define GIF "image/gif"
#define WEBP "image/webp"

typedef struct
{
  gint64 max_pixels;
  int width;
  int height;
  gboolean too_large;
  gboolean shrunk;
} Sizing;

const char *
salon_image_recognize (GBytes *content)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (content, &length);

  if (length >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return PNG;
  if (length >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return JPEG;
  if (length >= 6 && (memcmp (data, "GIF87a", 6) == 0 || memcmp (data, "GIF89a", 6) == 0))
    return GIF;
  if (length >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    return WEBP;
  return NULL;
}

static void
on_size_prepared_cb (GdkPixbufLoader *loader,
                     int              width,
                     int              height,
                     gpointer         user_data)
{
  Sizing *sizing = user_data;
  int longest = MAX (width, height);

  sizing->width = width;
  sizing->height = height;
  if (width <= 0 || height <= 0 || (gint64) width * height > sizing->max_pixels)
    {
      sizing->too_large = TRUE;
      gdk_pixbuf_loader_set_size (loader, 1, 1);
      return;
    }
  if (longest <= SALON_IMAGE_LONGEST_EDGE)
    return;
  sizing->shrunk = TRUE;
  gdk_pixbuf_loader_set_size (
    loader, MAX (1, (int) ((gint64) width * SALON_IMAGE_LONGEST_EDGE / longest)),
    MAX (1, (int) ((gint64) height * SALON_IMAGE_LONGEST_EDGE / longest)));
}

static gboolean
write_in_chunks (GdkPixbufLoader  *loader,
                 GBytes           *content,
                 Sizing           *sizing,
                 GError          **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (content, &length);

  for (gsize at = 0; at < length && !sizing->too_large; at += CHUNK)
    {
      if (!gdk_pixbuf_loader_write (loader, data + at, MIN (CHUNK, length - at), error))
        return FALSE;
    }
  if (!sizing->too_large)
    return TRUE;
  g_set_error (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
               _("it has %d × %d pixels, more than can be made smaller"), sizing->width,
               sizing->height);
  return FALSE;
}

static GdkPixbuf *
decode (GBytes      *content,
        const char  *mime_type,
        Sizing      *sizing,
        GError     **error)
{
  g_autoptr (GdkPixbufLoader) loader = NULL;
  GdkPixbuf *pixbuf;
  gboolean written;

  loader = gdk_pixbuf_loader_new_with_mime_type (mime_type, error);
  if (loader == NULL)
    return NULL;
  sizing->max_pixels = g_str_equal (mime_type, JPEG) ? MAX_JPEG_PIXELS : MAX_PIXELS;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared_cb), sizing);
  written = write_in_chunks (loader, content, sizing, error);
  /* A loader wants to be closed, and its second complaint is not wanted. */
  if (!gdk_pixbuf_loader_close (loader, written ? error : NULL) || !written)
    return NULL;
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf != NULL)
    return g_object_ref (pixbuf);
  g_set_error_literal (error, SALON_HOST_ERROR, SALON_HOST_ERROR_FAILED,
                       _("it ends before the picture begins"));
  return NULL;
}

static gboolean
is_turned (GdkPixbuf *pixbuf)
{
  const char *orientation = gdk_pixbuf_get_option (pixbuf, "orientation");

  return orientation != NULL && !g_str_equal (orientation, "1");
}

static GBytes *
encode (GdkPixbuf   *pixbuf,
        const char  *mime_type,
        GError     **error)
{
  char *data;
  gsize length;
  gboolean done;

  if (g_str_equal (mime_type, PNG))
    done = gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, "png", error, NULL);
  else
    done = gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, "jpeg", error, "quality", "88", NULL);
  return done ? g_bytes_new_take (data, length) : NULL;
}

/* Photographs stay JPEG; all else is better as PNG, unless that gets too long. */
static GBytes *
encode_anew (GdkPixbuf   *pixbuf,
             const char **mime_type,
             GError     **error)
{
  g_autoptr (GdkPixbuf) opaque = NULL;

  if (!g_str_equal (*mime_type, JPEG))
    {
      g_autoptr (GBytes) png = encode (pixbuf, PNG, error);

      if (png == NULL)
        return NULL;
      *mime_type = PNG;
      if (g_bytes_get_size (png) <= MAX_BYTES)
        return g_steal_pointer (&png);
    }
  *mime_type = JPEG;
  if (!gdk_pixbuf_get_has_alpha (pixbuf))
    return encode (pixbuf, JPEG, error);
  opaque = gdk_pixbuf_composite_color_simple (pixbuf, gdk_pixbuf_get_width (pixbuf),
                                              gdk_pixbuf_get_height (pixbuf), GDK_INTERP_NEAREST,
                                              255, 16, 0xffffff, 0xffffff);
  return encode (opaque, JPEG, error);
}

/* Not every system can unpack WebP: then it goes out as it is. */
static gboolean
can_decode (const char *mime_type)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_mime_type (mime_type, NULL);

  if (loader == NULL)
    return FALSE;
  gdk_pixbuf_loader_close (loader, NULL);
  return TRUE;
}

GBytes *
salon_image_fit (GBytes      *content,
                 const char **mime_type,
                 guint       *width,
                 guint       *height,
                 GError     **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GdkPixbuf) upright = NULL;
  Sizing sizing = { 0 };

  *width = 0;
  *height = 0;
  if (g_str_equal (*mime_type, WEBP) && g_bytes_get_size (content) <= MAX_BYTES &&
      !can_decode (*mime_type))
    return g_bytes_ref (content);
  pixbuf = decode (content, *mime_type, &sizing, error);
  if (pixbuf == NULL)
    return NULL;
  upright = gdk_pixbuf_apply_embedded_orientation (pixbuf);
  *width = (guint) gdk_pixbuf_get_width (upright);
  *height = (guint) gdk_pixbuf_get_height (upright);
  if (!sizing.shrunk && !is_turned (pixbuf) && g_bytes_get_size (content) <= MAX_BYTES)
    return g_bytes_ref (content);
  return encode_anew (upright, mime_type, error);
}
