/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-ui"

#include "config.h"

#include "salon-attachment-picture.h"

#include <adwaita.h>
#include <libdex.h>

#include "salon-ui-future.h"

/* Decoders of pictures want more room than a fiber has. */
#define STACK_SIZE (1024 * 1024)

typedef struct
{
  SalonAttachment *attachment;
  GBytes *content;
  int width;
  int height;
} Decoding;

static void
decoding_free (gpointer data)
{
  Decoding *decoding = data;

  g_object_unref (decoding->attachment);
  g_clear_pointer (&decoding->content, g_bytes_unref);
  g_free (decoding);
}

/* On a thread. */
static DexFuture *
decode (gpointer user_data)
{
  Decoding *decoding = user_data;
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (decoding->content);
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GBytes) pixels = NULL;
  GError *error = NULL;

  pixbuf = gdk_pixbuf_new_from_stream_at_scale (stream, decoding->width, decoding->height, TRUE,
                                                NULL, &error);
  if (pixbuf == NULL)
    return dex_future_new_for_error (error);
  pixels = gdk_pixbuf_read_pixel_bytes (pixbuf);
  return dex_future_new_take_object (
    gdk_memory_texture_new (gdk_pixbuf_get_width (pixbuf), gdk_pixbuf_get_height (pixbuf),
                            gdk_pixbuf_get_has_alpha (pixbuf) ? GDK_MEMORY_R8G8B8A8
                                                              : GDK_MEMORY_R8G8B8,
                            pixels, (gsize) gdk_pixbuf_get_rowstride (pixbuf)));
}

/* In the main loop: the thread is only waited for. */
static DexFuture *
show_fiber (gpointer user_data)
{
  Decoding *decoding = user_data;
  GdkTexture *texture;
  GError *error = NULL;

  decoding->content = dex_await_boxed (salon_attachment_load (decoding->attachment), &error);
  if (decoding->content == NULL)
    return dex_future_new_for_error (error);
  texture = dex_await_object (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (),
                                                   STACK_SIZE, decode, decoding, NULL), &error);
  return texture != NULL ? dex_future_new_take_object (texture)
                         : dex_future_new_for_error (error);
}

static void
on_decoded (GObject      *object,
            const GValue *value,
            const GError *error)
{
  /* What is gone is told when the picture is opened. */
  if (value != NULL)
    gtk_picture_set_paintable (GTK_PICTURE (object), g_value_get_object (value));
  else
    gtk_widget_add_css_class (GTK_WIDGET (object), "missing");
}

/**
 * salon_attachment_picture_new:
 * @attachment: a picture whose size is known
 * @max_width: pixels
 * @max_height: pixels
 *
 * The place of the picture is there at once; the picture itself comes when it was read and
 * decoded, on a thread.
 *
 * Returns: (transfer floating): what shows it
 */
GtkWidget *
salon_attachment_picture_new (SalonAttachment *attachment,
                              int              max_width,
                              int              max_height)
{
  GtkWidget *picture = gtk_picture_new ();
  double width = salon_attachment_get_width (attachment);
  double height = salon_attachment_get_height (attachment);
  double scale = MIN (1, MIN (max_width / MAX (width, 1), max_height / MAX (height, 1)));
  int size[2] = { MAX ((int) (width * scale), 16), MAX ((int) (height * scale), 16) };
  Decoding *decoding = g_new0 (Decoding, 1);

  gtk_widget_set_size_request (picture, size[0], size[1]);
  gtk_widget_set_overflow (picture, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (picture, "attachment-picture");
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), salon_attachment_get_name (attachment));
  decoding->attachment = g_object_ref (attachment);
  /* Twice as many pixels, for screens that have them. */
  decoding->width = size[0] * 2;
  decoding->height = size[1] * 2;
  salon_ui_future_watch (dex_scheduler_spawn (NULL, 0, show_fiber, decoding, decoding_free),
                         picture, on_decoded);

  /* A picture would be as large as its pixels. */
  return g_object_new (ADW_TYPE_CLAMP,
                       "child", picture,
                       "maximum-size", size[0],
                       "tightening-threshold", size[0],
                       "unit", ADW_LENGTH_UNIT_PX,
                       NULL);
}
