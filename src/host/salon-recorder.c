/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-recorder.h"

#include "salon-part-private.h"

/* Half of what a kill -9 may cost (250 ms), with room for the write itself. */
#define FLUSH_INTERVAL (100 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  SalonMessage *message;
  SalonPart *part;
} DirtyPart;

struct _SalonRecorder
{
  GObject parent_instance;

  SalonHistory *history;
  SalonClock *clock;
  char *chat_id;
  GArray *dirty;
  gboolean waiting;
  gboolean closed;
  DexFuture *last_write;
};

G_DEFINE_FINAL_TYPE (SalonRecorder, salon_recorder, G_TYPE_OBJECT)

static void
dirty_part_clear (gpointer data)
{
  DirtyPart *dirty = data;

  g_object_unref (dirty->message);
  g_object_unref (dirty->part);
}

static void
salon_recorder_finalize (GObject *object)
{
  SalonRecorder *self = SALON_RECORDER (object);

  g_clear_object (&self->history);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->chat_id, g_free);
  g_clear_pointer (&self->dirty, g_array_unref);
  dex_clear (&self->last_write);

  G_OBJECT_CLASS (salon_recorder_parent_class)->finalize (object);
}

static void
salon_recorder_class_init (SalonRecorderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = salon_recorder_finalize;
}

static void
salon_recorder_init (SalonRecorder *self)
{
  self->dirty = g_array_new (FALSE, FALSE, sizeof (DirtyPart));
  g_array_set_clear_func (self->dirty, dirty_part_clear);
}

SalonRecorder *
salon_recorder_new (SalonHistory *history,
                    SalonClock   *clock,
                    const char   *chat_id)
{
  SalonRecorder *self;

  g_return_val_if_fail (SALON_IS_HISTORY (history), NULL);
  g_return_val_if_fail (SALON_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (chat_id != NULL, NULL);

  self = g_object_new (SALON_TYPE_RECORDER, NULL);
  self->history = g_object_ref (history);
  self->clock = g_object_ref (clock);
  self->chat_id = g_strdup (chat_id);
  return self;
}

/* The store carries calls out in order: the last one's end is the end of all of them. */
static void
salon_recorder_track (SalonRecorder *self,
                      DexFuture     *write)
{
  dex_clear (&self->last_write);
  self->last_write = dex_ref (write);
  salon_history_report (self->history, write);
}

void
salon_recorder_message (SalonRecorder *self,
                        SalonMessage  *message)
{
  g_autoptr (SalonStoreMessage) row = NULL;
  SalonStore *store;

  g_return_if_fail (SALON_IS_RECORDER (self));
  g_return_if_fail (SALON_IS_MESSAGE (message));

  store = salon_history_get_store (self->history);
  if (store == NULL || self->closed)
    return;
  row = salon_message_to_row (message, self->chat_id);
  salon_recorder_track (self, salon_store_save_message (store, row));
}

void
salon_recorder_usage (SalonRecorder *self,
                      SalonMessage  *message)
{
  g_autoptr (SalonStorePart) row = NULL;
  SalonStore *store;

  g_return_if_fail (SALON_IS_RECORDER (self));
  g_return_if_fail (SALON_IS_MESSAGE (message));

  store = salon_history_get_store (self->history);
  row = store != NULL && !self->closed ? salon_message_usage_to_row (message) : NULL;
  if (row != NULL)
    salon_recorder_track (self, salon_store_save_part (store, row));
}

static void
salon_recorder_write_part (SalonRecorder *self,
                           SalonMessage  *message,
                           SalonPart     *part)
{
  g_autoptr (SalonStorePart) row = NULL;
  SalonStore *store = salon_history_get_store (self->history);
  guint position = salon_message_get_n_parts (message);

  if (store == NULL || self->closed)
    return;
  while (position > 0 && salon_message_get_part (message, position - 1) != part)
    position--;
  if (position == 0)
    return;
  row = salon_part_to_row (part, salon_message_get_id (message), position - 1);
  salon_recorder_track (self, salon_store_save_part (store, row));
}

static void
salon_recorder_write_dirty (SalonRecorder *self)
{
  g_autoptr (GArray) dirty = g_steal_pointer (&self->dirty);

  self->dirty = g_array_new (FALSE, FALSE, sizeof (DirtyPart));
  g_array_set_clear_func (self->dirty, dirty_part_clear);
  for (guint i = 0; i < dirty->len; i++)
    {
      DirtyPart *entry = &g_array_index (dirty, DirtyPart, i);

      salon_recorder_write_part (self, entry->message, entry->part);
    }
}

static DexFuture *
wait_fiber (gpointer user_data)
{
  SalonRecorder *self = user_data;

  dex_await (salon_clock_sleep (self->clock, FLUSH_INTERVAL), NULL);
  self->waiting = FALSE;
  salon_recorder_write_dirty (self);
  return dex_future_new_true ();
}

void
salon_recorder_part_grows (SalonRecorder *self,
                           SalonMessage  *message,
                           SalonPart     *part)
{
  DirtyPart dirty;

  g_return_if_fail (SALON_IS_RECORDER (self));

  if (salon_history_get_store (self->history) == NULL || self->closed)
    return;
  for (guint i = 0; i < self->dirty->len; i++)
    {
      if (g_array_index (self->dirty, DirtyPart, i).part == part)
        return;
    }
  dirty.message = g_object_ref (message);
  dirty.part = g_object_ref (part);
  g_array_append_val (self->dirty, dirty);
  if (self->waiting)
    return;
  self->waiting = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, wait_fiber,
                                          g_object_ref (self), g_object_unref));
}

void
salon_recorder_part (SalonRecorder *self,
                     SalonMessage  *message,
                     SalonPart     *part)
{
  g_return_if_fail (SALON_IS_RECORDER (self));

  for (guint i = 0; i < self->dirty->len; i++)
    {
      if (g_array_index (self->dirty, DirtyPart, i).part == part)
        {
          g_array_remove_index (self->dirty, i);
          break;
        }
    }
  salon_recorder_write_part (self, message, part);
}

static DexFuture *
settle_cb (DexFuture *future,
           gpointer   user_data)
{
  return dex_future_new_true ();
}

DexFuture *
salon_recorder_flush (SalonRecorder *self)
{
  g_return_val_if_fail (SALON_IS_RECORDER (self), NULL);

  salon_recorder_write_dirty (self);
  if (self->last_write == NULL)
    return dex_future_new_true ();
  return dex_future_finally (dex_ref (self->last_write), settle_cb, NULL, NULL);
}

void
salon_recorder_close (SalonRecorder *self)
{
  g_return_if_fail (SALON_IS_RECORDER (self));

  self->closed = TRUE;
  g_array_set_size (self->dirty, 0);
}
