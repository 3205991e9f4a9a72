/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test-store"

#include "config.h"

#include "salon-store-thread-private.h"
#include "store-test-util.h"

static const SalonStoreKind kind = {
  .resource_folder = "/io/github/salon_chat/Salon/store/migrations/state",
};

typedef struct
{
  GThread *thread;
  guint n_runs;
  guint n_frees;
} Probe;

static gboolean
probe_job (SalonStoreDatabase  *database,
           gpointer             data,
           GValue              *result,
           GError             **error)
{
  Probe *probe = data;

  g_assert_nonnull (database);
  g_assert_true (probe->thread == NULL || probe->thread == g_thread_self ());
  probe->thread = g_thread_self ();
  g_value_init (result, G_TYPE_UINT);
  g_value_set_uint (result, ++probe->n_runs);
  return TRUE;
}

static void
free_probe (gpointer data)
{
  Probe *probe = data;

  probe->n_frees++;
}

static DexFuture *
on_result_cb (DexFuture *future,
              gpointer   user_data)
{
  GThread **thread = user_data;

  *thread = g_thread_self ();
  return dex_ref (future);
}

static void
test_jobs_run_on_one_other_thread_and_answers_come_on_ones_own (void)
{
  SalonStoreThread *thread = salon_store_thread_new (NULL, &kind);
  Probe probe = { NULL };
  GThread *answered = NULL;

  store_test_await_done (salon_store_thread_open (thread));
  for (guint i = 0; i < 100; i++)
    dex_future_disown (salon_store_thread_run (thread, probe_job, &probe, free_probe));
  store_test_await_done (dex_future_finally (salon_store_thread_run (thread, probe_job, &probe,
                                                                     free_probe),
                                             on_result_cb, &answered, NULL));
  g_assert_true (answered == g_thread_self ());
  salon_store_thread_free (thread);
  g_assert_cmpuint (probe.n_runs, ==, 101);
  g_assert_cmpuint (probe.n_frees, ==, 101);
  g_assert_true (probe.thread != g_thread_self ());
}

/* Whatever comes out: also when nobody is left to hear of it. */
static void
note_thread (gpointer data)
{
  GThread **thread = data;

  *thread = g_thread_self ();
}

static DexFuture *
never_called_cb (DexFuture *future,
                 gpointer   user_data)
{
  g_assert_not_reached ();
}

static void
test_a_failure_frees_what_belongs_to_the_caller_on_its_thread (void)
{
  SalonStoreThread *thread = salon_store_thread_new ("/dev/null/no/such.db", &kind);
  GThread *freed_on = NULL;

  store_test_await_error (dex_future_then (salon_store_thread_open (thread), never_called_cb,
                                           &freed_on, note_thread),
                          SALON_STORE_ERROR, SALON_STORE_ERROR_READ_ONLY);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (freed_on == g_thread_self ());
  salon_store_thread_free (thread);
}

static void
test_the_end_waits_for_the_queue (void)
{
  SalonStoreThread *thread = salon_store_thread_new (NULL, &kind);
  Probe probe = { NULL };

  dex_future_disown (salon_store_thread_open (thread));
  for (guint i = 0; i < 1000; i++)
    dex_future_disown (salon_store_thread_run (thread, probe_job, &probe, free_probe));
  salon_store_thread_free (thread);
  g_assert_cmpuint (probe.n_runs, ==, 1000);
  g_assert_cmpuint (probe.n_frees, ==, 1000);
}

static void
test_jobs_fail_as_the_opening_did (void)
{
  SalonStoreThread *thread = salon_store_thread_new ("/dev/null/no/such.db", &kind);
  Probe probe = { NULL };

  dex_future_disown (salon_store_thread_open (thread));
  store_test_await_error (salon_store_thread_run (thread, probe_job, &probe, free_probe),
                          SALON_STORE_ERROR, SALON_STORE_ERROR_READ_ONLY);
  salon_store_thread_free (thread);
  g_assert_cmpuint (probe.n_runs, ==, 0);
  g_assert_cmpuint (probe.n_frees, ==, 1);
}

static gpointer
push_many (gpointer data)
{
  gpointer *arguments = data;

  for (guint i = 0; i < 500; i++)
    {
      DexFuture *future = salon_store_thread_run (arguments[0], probe_job, arguments[1],
                                                  free_probe);

      dex_clear (&future);
    }
  return NULL;
}

static void
test_jobs_may_come_from_several_threads (void)
{
  SalonStoreThread *thread = salon_store_thread_new (NULL, &kind);
  Probe probe = { NULL };
  gpointer arguments[] = { thread, &probe };
  GThread *pushers[4];

  store_test_await_done (salon_store_thread_open (thread));
  for (guint i = 0; i < G_N_ELEMENTS (pushers); i++)
    pushers[i] = g_thread_new ("pusher", push_many, arguments);
  for (guint i = 0; i < G_N_ELEMENTS (pushers); i++)
    g_thread_join (pushers[i]);
  salon_store_thread_free (thread);
  g_assert_cmpuint (probe.n_runs, ==, 2000);
  g_assert_cmpuint (probe.n_frees, ==, 2000);
}

int
main (int   argc,
      char *argv[])
{
  store_test_init (&argc, &argv);
  g_test_add_func ("/store/thread/jobs-run-on-one-other-thread-and-answers-come-on-ones-own",
                   test_jobs_run_on_one_other_thread_and_answers_come_on_ones_own);
  g_test_add_func ("/store/thread/a-failure-frees-what-belongs-to-the-caller-on-its-thread",
                   test_a_failure_frees_what_belongs_to_the_caller_on_its_thread);
  g_test_add_func ("/store/thread/the-end-waits-for-the-queue", test_the_end_waits_for_the_queue);
  g_test_add_func ("/store/thread/jobs-fail-as-the-opening-did", test_jobs_fail_as_the_opening_did);
  g_test_add_func ("/store/thread/jobs-may-come-from-several-threads",
                   test_jobs_may_come_from_several_threads);
  return g_test_run ();
}
