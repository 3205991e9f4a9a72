/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-conversation-settings.h"

#include <math.h>

#include "salon-conversation-private.h"
#include "salon-json-writer.h"

const SalonJson *
salon_conversation_get_setting (SalonConversation *self,
                                const char        *name)
{
  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);
  return salon_chat_get_setting (self->chat, name);
}

void
salon_conversation_set_setting (SalonConversation *self,
                                const char        *name,
                                const SalonJson   *value)
{
  g_return_if_fail (SALON_IS_CONVERSATION (self));

  if (!salon_chat_set_setting (self->chat, name, value))
    return;
  if (!salon_chat_is_empty (self->chat))
    salon_conversation_save (self, FALSE);
  g_signal_emit_by_name (self, "setting-changed", name);
}

/* One writer's worth of JSON for one value. */
static void
set_setting (SalonConversation *self,
             const char        *name,
             SalonJsonWriter   *writer)
{
  g_autoptr (SalonJsonDocument) document = NULL;

  document = writer != NULL ? salon_json_writer_finish_document (writer) : NULL;
  salon_conversation_set_setting (self, name,
                                  document != NULL ? salon_json_document_get_root (document)
                                                   : NULL);
}

const char *
salon_conversation_get_setting_string (SalonConversation *self,
                                       const char        *name)
{
  return salon_json_as_string (salon_conversation_get_setting (self, name));
}

void
salon_conversation_set_setting_string (SalonConversation *self,
                                       const char        *name,
                                       const char        *value)
{
  g_autoptr (SalonJsonWriter) writer = NULL;

  if (value != NULL)
    {
      writer = salon_json_writer_new ();
      salon_json_writer_add_string (writer, NULL, value);
    }
  set_setting (self, name, writer);
}

double
salon_conversation_get_setting_double (SalonConversation *self,
                                       const char        *name,
                                       double             fallback)
{
  double value = fallback;

  salon_json_as_double (salon_conversation_get_setting (self, name), &value);
  return value;
}

void
salon_conversation_set_setting_double (SalonConversation *self,
                                       const char        *name,
                                       double             value)
{
  g_autoptr (SalonJsonWriter) writer = NULL;

  if (isfinite (value))
    {
      writer = salon_json_writer_new ();
      salon_json_writer_add_double (writer, NULL, value);
    }
  set_setting (self, name, writer);
}

gint64
salon_conversation_get_setting_int64 (SalonConversation *self,
                                      const char        *name,
                                      gint64             fallback)
{
  gint64 value = fallback;

  salon_json_as_int64 (salon_conversation_get_setting (self, name), &value);
  return value;
}

void
salon_conversation_set_setting_int64 (SalonConversation *self,
                                      const char        *name,
                                      gint64             value)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_add_int64 (writer, NULL, value);
  set_setting (self, name, writer);
}

gboolean
salon_conversation_get_setting_boolean (SalonConversation *self,
                                        const char        *name,
                                        gboolean           fallback)
{
  gboolean value = fallback;

  salon_json_as_boolean (salon_conversation_get_setting (self, name), &value);
  return value;
}

void
salon_conversation_set_setting_boolean (SalonConversation *self,
                                        const char        *name,
                                        gboolean           value)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();

  salon_json_writer_add_boolean (writer, NULL, value);
  set_setting (self, name, writer);
}

void
salon_conversation_unset_setting (SalonConversation *self,
                                  const char        *name)
{
  salon_conversation_set_setting (self, name, NULL);
}

static SalonLlmEffort
effort_from_nick (const char *nick)
{
  static const struct
  {
    const char *nick;
    SalonLlmEffort effort;
  } efforts[] = {
    { "none", SALON_LLM_EFFORT_NONE },
    { "low", SALON_LLM_EFFORT_LOW },
    { "medium", SALON_LLM_EFFORT_MEDIUM },
    { "high", SALON_LLM_EFFORT_HIGH },
  };

  for (guint i = 0; i < G_N_ELEMENTS (efforts); i++)
    {
      if (g_strcmp0 (nick, efforts[i].nick) == 0)
        return efforts[i].effort;
    }
  return SALON_LLM_EFFORT_DEFAULT;
}

void
salon_conversation_get_parameters (SalonConversation   *self,
                                   SalonTurnParameters *parameters)
{
  double temperature;
  gint64 limit;

  g_return_if_fail (SALON_IS_CONVERSATION (self));
  g_return_if_fail (parameters != NULL);

  temperature = salon_conversation_get_setting_double (self, SALON_CHAT_SETTING_TEMPERATURE, NAN);
  limit = salon_conversation_get_setting_int64 (self, SALON_CHAT_SETTING_OUTPUT_LIMIT, 0);
  *parameters = (SalonTurnParameters) {
    .instructions = salon_conversation_get_setting_string (self, SALON_CHAT_SETTING_SYSTEM_PROMPT),
    .temperature = temperature >= 0 ? temperature : (double) NAN,
    .effort = effort_from_nick (
      salon_conversation_get_setting_string (self, SALON_CHAT_SETTING_EFFORT)),
    .max_tokens = (guint) CLAMP (limit, 0, G_MAXINT),
  };
}

SalonToolDiscoveryMode
salon_conversation_get_tool_discovery (SalonConversation *self)
{
  const char *nick;

  nick = salon_conversation_get_setting_string (self, SALON_CHAT_SETTING_TOOL_DISCOVERY);
  return salon_tool_discovery_mode_from_nick (nick);
}

void
salon_conversation_set_tool_discovery (SalonConversation      *self,
                                       SalonToolDiscoveryMode  mode)
{
  salon_conversation_set_setting_string (self, SALON_CHAT_SETTING_TOOL_DISCOVERY,
                                         mode != SALON_TOOL_DISCOVERY_AUTO
                                           ? salon_tool_discovery_mode_to_nick (mode) : NULL);
}

SalonToolBudget *
salon_conversation_dup_tool_budget (SalonConversation *self)
{
  g_autoptr (SalonToolSet) tools = NULL;
  const char *model;
  gint64 window = 0;

  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);

  model = salon_chat_get_model (self->chat);
  if (model != NULL && self->services.get_window != NULL)
    window = self->services.get_window (model, self->services.get_window_data);
  tools = salon_toolbox_get_tools (self->services.toolbox, (const char * const *) self->servers);
  return salon_tool_budget_new (tools, salon_conversation_get_tool_discovery (self), window);
}
