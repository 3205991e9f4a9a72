/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-desktop-server"

#include "config.h"

#include "salon-desktop-result.h"

struct _SalonDesktopResult
{
  char *text;
  char *note;
  SalonJsonDocument *structured;
  gboolean failed;
};

G_DEFINE_BOXED_TYPE (SalonDesktopResult, salon_desktop_result, salon_desktop_result_ref,
                     salon_desktop_result_unref)

/* @note: (nullable): something about the text that is not part of it
 * @structured: (transfer full) (nullable): an object that fits the tool's output schema */
SalonDesktopResult *
salon_desktop_result_new (const char        *text,
                          const char        *note,
                          SalonJsonDocument *structured)
{
  SalonDesktopResult *self = g_atomic_rc_box_new0 (SalonDesktopResult);

  g_assert (text != NULL);

  self->text = g_strdup (text);
  self->note = g_strdup (note);
  self->structured = structured;
  return self;
}

SalonDesktopResult *
salon_desktop_result_new_failed (const char *sentence)
{
  SalonDesktopResult *self = salon_desktop_result_new (sentence, NULL, NULL);

  self->failed = TRUE;
  return self;
}

static void
clear_result (gpointer data)
{
  SalonDesktopResult *self = data;

  g_free (self->text);
  g_free (self->note);
  g_clear_pointer (&self->structured, salon_json_document_unref);
}

SalonDesktopResult *
salon_desktop_result_ref (SalonDesktopResult *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
salon_desktop_result_unref (SalonDesktopResult *self)
{
  g_atomic_rc_box_release_full (self, clear_result);
}

const char *
salon_desktop_result_get_text (SalonDesktopResult *self)
{
  return self->text;
}

const char *
salon_desktop_result_get_note (SalonDesktopResult *self)
{
  return self->note;
}

const SalonJson *
salon_desktop_result_get_structured (SalonDesktopResult *self)
{
  return self->structured != NULL ? salon_json_document_get_root (self->structured) : NULL;
}

gboolean
salon_desktop_result_is_failed (SalonDesktopResult *self)
{
  return self->failed;
}
