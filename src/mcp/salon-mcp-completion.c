/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-mcp"

#include "config.h"

#include "salon-mcp-completion.h"

/* A server must not send more (MCP “Completion”). */
#define MAX_VALUES 100

G_DEFINE_BOXED_TYPE (SalonMcpCompletion, salon_mcp_completion, salon_mcp_completion_copy,
                     salon_mcp_completion_free)

/**
 * salon_mcp_completion_new:
 * @result: (nullable): the result of completion/complete
 *
 * Returns: (transfer full): the proposals in it, none when it is of another shape
 */
SalonMcpCompletion *
salon_mcp_completion_new (const SalonJson *result)
{
  const SalonJson *completion = salon_json_get_member (result, "completion");
  const SalonJson *values = salon_json_get_member (completion, "values");
  const SalonJson *value = NULL;
  SalonMcpCompletion *self = g_new0 (SalonMcpCompletion, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint count = 0;
  SalonJsonIter iter;

  self->total = -1;
  salon_json_as_int64 (salon_json_get_member (completion, "total"), &self->total);
  salon_json_as_boolean (salon_json_get_member (completion, "hasMore"), &self->has_more);
  salon_json_iter_init (&iter, salon_json_is_array (values) ? values : NULL);
  while (count < MAX_VALUES && salon_json_iter_next (&iter, NULL, &value))
    if (salon_json_as_string (value) != NULL)
      {
        g_strv_builder_add (builder, salon_json_as_string (value));
        count++;
      }
  self->values = g_strv_builder_end (builder);
  return self;
}

/**
 * salon_mcp_completion_copy:
 * @self: proposals
 *
 * Returns: (transfer full): the same
 */
SalonMcpCompletion *
salon_mcp_completion_copy (const SalonMcpCompletion *self)
{
  SalonMcpCompletion *copy = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->values = g_strdupv (self->values);
  return copy;
}

/**
 * salon_mcp_completion_free:
 * @self: (transfer full): proposals
 *
 * Frees them.
 */
void
salon_mcp_completion_free (SalonMcpCompletion *self)
{
  g_return_if_fail (self != NULL);

  g_strfreev (self->values);
  g_free (self);
}
