/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "mcp-test"

#include "config.h"

#include "auth-resolver.h"

#include <string.h>

struct _AuthResolver
{
  GResolver   parent_instance;
  GHashTable *table;
  guint       n_lookups;
};

G_DEFINE_FINAL_TYPE (AuthResolver, auth_resolver, G_TYPE_RESOLVER)

static void
free_addresses (gpointer data)
{
  g_resolver_free_addresses (data);
}

static void
on_cancelled_cb (GCancellable *cancellable,
                 gpointer      user_data)
{
  GTask *task = user_data;

  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
}

static void
auth_resolver_lookup_async (GResolver           *resolver,
                            const char          *name,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  AuthResolver *self = AUTH_RESOLVER (resolver);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  const char *addresses = g_hash_table_lookup (self->table, name);
  g_auto(GStrv) texts = NULL;
  GList *list = NULL;
  guint i;

  self->n_lookups++;
  if (g_strcmp0 (addresses, "never") == 0)
    {
      g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_cancelled_cb), task);
      return;
    }

  if (addresses == NULL)
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "None");
  else if (strcmp (addresses, "later") == 0)
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, "Later");
  else
    {
      texts = g_strsplit (addresses, " ", -1);
      for (i = 0; texts[i] != NULL; i++)
        {
          GInetAddress *address = g_inet_address_new_from_string (texts[i]);

          g_assert_nonnull (address);
          list = g_list_append (list, address);
        }
      g_task_return_pointer (task, list, free_addresses);
    }
  g_object_unref (task);
}

static void
auth_resolver_lookup_with_flags_async (GResolver                *resolver,
                                       const char               *name,
                                       GResolverNameLookupFlags  flags,
                                       GCancellable             *cancellable,
                                       GAsyncReadyCallback       callback,
                                       gpointer                  user_data)
{
  auth_resolver_lookup_async (resolver, name, cancellable, callback, user_data);
}

static GList *
auth_resolver_lookup_finish (GResolver     *resolver,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
auth_resolver_finalize (GObject *object)
{
  g_hash_table_unref (AUTH_RESOLVER (object)->table);
  G_OBJECT_CLASS (auth_resolver_parent_class)->finalize (object);
}

static void
auth_resolver_class_init (AuthResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = auth_resolver_finalize;
  resolver_class->lookup_by_name_async = auth_resolver_lookup_async;
  resolver_class->lookup_by_name_finish = auth_resolver_lookup_finish;
  resolver_class->lookup_by_name_with_flags_async = auth_resolver_lookup_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = auth_resolver_lookup_finish;
}

static void
auth_resolver_init (AuthResolver *self)
{
  self->table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

AuthResolver *
auth_resolver_new (void)
{
  return g_object_new (AUTH_TYPE_RESOLVER, NULL);
}

void
auth_resolver_add (AuthResolver *self,
                   const char   *name,
                   const char   *addresses)
{
  g_hash_table_insert (self->table, g_strdup (name), g_strdup (addresses));
}

guint
auth_resolver_get_n_lookups (AuthResolver *self)
{
  return self->n_lookups;
}
