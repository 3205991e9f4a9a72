/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-store"

#include "config.h"

#include "salon-store-thread-private.h"

#include <glib/gi18n.h>

#include "salon-store-error.h"

typedef enum
{
  TASK_OPEN,
  TASK_RUN,
  TASK_CLOSE,
} TaskKind;

typedef struct
{
  TaskKind kind;
  SalonStoreJob job;
  gpointer data;
  GDestroyNotify data_destroy;
  DexPromise *promise;
  GMainContext *context; /* of the caller: the promise is kept there */
} Task;

/* What came of a task, on its way to the caller's thread. */
typedef struct
{
  DexPromise *promise;
  GValue value; /* when there is no error */
  GError *error;
} Answer;

struct _SalonStoreThread
{
  GThread *thread;
  char *path;
  const SalonStoreKind *kind;

  GMutex mutex; /* over the rest of this block */
  GCond changed;
  GQueue tasks;
  gboolean ending;
  char *notice;
  gboolean read_only;

  /* The thread's own */
  SalonStoreDatabase *database;
  GError *open_error;
};

static void
free_task (Task *task)
{
  if (task->data_destroy != NULL)
    task->data_destroy (task->data);
  dex_clear (&task->promise);
  g_main_context_unref (task->context);
  g_free (task);
}

static gboolean
on_answer_cb (gpointer user_data)
{
  Answer *answer = user_data;

  if (answer->error != NULL)
    dex_promise_reject (answer->promise, g_steal_pointer (&answer->error));
  else
    dex_promise_resolve (answer->promise, &answer->value);
  return G_SOURCE_REMOVE;
}

static void
free_answer (gpointer data)
{
  Answer *answer = data;

  dex_unref (answer->promise);
  if (G_IS_VALUE (&answer->value))
    g_value_unset (&answer->value);
  g_clear_error (&answer->error);
  g_free (answer);
}

/* A promise may not be resolved here: what waits for it could be dropped at once, and with
 * it references to objects that belong to the caller's thread. */
static void
send_answer (Task   *task,
             GValue *result,
             GError *error)
{
  g_autoptr(GSource) source = g_idle_source_new ();
  Answer *answer = g_new0 (Answer, 1);

  answer->promise = g_steal_pointer (&task->promise);
  answer->error = error;
  if (error == NULL)
    {
      answer->value = *result;
      *result = (GValue) G_VALUE_INIT;
    }
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "salon-store");
  g_source_set_callback (source, on_answer_cb, answer, free_answer);
  g_source_attach (source, task->context);
}

static gboolean
open_database (SalonStoreThread  *self,
               GValue            *result,
               GError           **error)
{
  g_autofree char *notice = NULL;

  g_assert (self->database == NULL);

  self->database = salon_store_opener_open (self->path, self->kind, &notice, error);
  if (self->database == NULL)
    return FALSE;
  g_mutex_lock (&self->mutex);
  self->notice = g_steal_pointer (&notice);
  self->read_only = salon_store_database_is_read_only (self->database);
  g_mutex_unlock (&self->mutex);
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, TRUE);
  return TRUE;
}

static gboolean
run_job (SalonStoreThread  *self,
         Task              *task,
         GValue            *result,
         GError           **error)
{
  g_autoptr(GError) failure = NULL;

  if (self->database == NULL)
    {
      if (self->open_error != NULL)
        g_propagate_error (error, g_error_copy (self->open_error));
      else
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("The database is closed."));
      return FALSE;
    }
  if (task->job (self->database, task->data, result, &failure))
    return TRUE;
  if (self->kind->index_sql != NULL
      && salon_store_database_is_index_damaged (self->database)
      && salon_store_database_execute (self->database, self->kind->index_sql, NULL))
    {
      g_message ("The search index of “%s” was damaged and was made again", self->path);
      g_clear_error (&failure);
      if (task->job (self->database, task->data, result, &failure))
        return TRUE;
    }
  if (self->path != NULL
      && g_error_matches (failure, SALON_STORE_ERROR, SALON_STORE_ERROR_CORRUPT))
    salon_store_opener_mark_damaged (self->path);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
carry_out (SalonStoreThread *self,
           Task             *task)
{
  g_auto(GValue) result = G_VALUE_INIT;
  g_autoptr(GError) error = NULL;
  gboolean done;

  switch (task->kind)
    {
    case TASK_OPEN:
      done = open_database (self, &result, &error);
      if (!done)
        self->open_error = g_error_copy (error);
      break;

    case TASK_RUN:
      done = run_job (self, task, &result, &error);
      break;

    case TASK_CLOSE:
    default:
      g_clear_pointer (&self->database, salon_store_database_free);
      g_clear_error (&self->open_error);
      g_value_init (&result, G_TYPE_BOOLEAN);
      g_value_set_boolean (&result, TRUE);
      done = TRUE;
      break;
    }
  g_assert (done == (error == NULL));
  send_answer (task, &result, g_steal_pointer (&error));
}

static gpointer
thread_main (gpointer data)
{
  SalonStoreThread *self = data;

  for (;;)
    {
      Task *task;

      g_mutex_lock (&self->mutex);
      while ((task = g_queue_pop_head (&self->tasks)) == NULL && !self->ending)
        g_cond_wait (&self->changed, &self->mutex);
      g_mutex_unlock (&self->mutex);
      if (task == NULL)
        break;
      carry_out (self, task);
      free_task (task);
    }
  g_clear_pointer (&self->database, salon_store_database_free);
  g_clear_error (&self->open_error);
  return NULL;
}

static DexFuture *
push (SalonStoreThread *self,
      TaskKind          kind,
      SalonStoreJob     job,
      gpointer          data,
      GDestroyNotify    data_destroy)
{
  Task *task = g_new0 (Task, 1);
  DexPromise *promise = dex_promise_new ();

  task->kind = kind;
  task->job = job;
  task->data = data;
  task->data_destroy = data_destroy;
  task->promise = dex_ref (promise);
  task->context = g_main_context_ref_thread_default ();
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->tasks, task);
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
  return DEX_FUTURE (promise);
}

/* Starts the thread; @path is %NULL for a database in memory. */
SalonStoreThread *
salon_store_thread_new (const char           *path,
                        const SalonStoreKind *kind)
{
  SalonStoreThread *self = g_new0 (SalonStoreThread, 1);

  self->path = g_strdup (path);
  self->kind = kind;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_queue_init (&self->tasks);
  self->thread = g_thread_new ("salon-store", thread_main, self);
  return self;
}

/* Carries out what was asked for first: what was saved is saved, even when nobody closed.
 * After a close that was waited for this takes no time. */
void
salon_store_thread_free (SalonStoreThread *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->ending = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self->notice);
  g_free (self->path);
  g_free (self);
}

/* A future of %TRUE. Jobs asked for before it ends wait; when it fails, they fail alike. */
DexFuture *
salon_store_thread_open (SalonStoreThread *self)
{
  return push (self, TASK_OPEN, NULL, NULL, NULL);
}

/* A future of what the job makes; it is carried out even if that is thrown away. */
DexFuture *
salon_store_thread_run (SalonStoreThread *self,
                        SalonStoreJob     job,
                        gpointer          data,
                        GDestroyNotify    data_destroy)
{
  g_assert (job != NULL);

  return push (self, TASK_RUN, job, data, data_destroy);
}

/* A future of %TRUE; jobs after it fail. */
DexFuture *
salon_store_thread_close (SalonStoreThread *self)
{
  return push (self, TASK_CLOSE, NULL, NULL, NULL);
}

/* %NULL until opened, never changes after it. */
const char *
salon_store_thread_get_notice (SalonStoreThread *self)
{
  const char *notice;

  g_mutex_lock (&self->mutex);
  notice = self->notice;
  g_mutex_unlock (&self->mutex);
  return notice;
}

gboolean
salon_store_thread_is_read_only (SalonStoreThread *self)
{
  gboolean read_only;

  g_mutex_lock (&self->mutex);
  read_only = self->read_only;
  g_mutex_unlock (&self->mutex);
  return read_only;
}
