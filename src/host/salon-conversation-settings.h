/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-conversation.h"
#include "salon-json.h"
#include "salon-tool-budget.h"
#include "salon-turn.h"

G_BEGIN_DECLS

/**
 * SECTION: salon-conversation-settings
 *
 * What is set for one chat alone. A setting is a member of one JSON object that is stored with
 * the chat, so that a new one needs no migration. One that is not set has the application's
 * value. Names a newer version has written are kept.
 */

/** String: instructions to the model; the application's when not set. */
#define SALON_CHAT_SETTING_SYSTEM_PROMPT "system_prompt"
/** Number: the sampling temperature; the provider's when not set. */
#define SALON_CHAT_SETTING_TEMPERATURE "temperature"
/** String: "none", "low", "medium", "high"; the provider's when not set. */
#define SALON_CHAT_SETTING_EFFORT "effort"
/** Integer: how many tokens an answer may have; the model's when not set. */
#define SALON_CHAT_SETTING_OUTPUT_LIMIT "output_limit"
/** String: "auto" (when not set), "always", "never"; see SalonToolDiscoveryMode. */
#define SALON_CHAT_SETTING_TOOL_DISCOVERY "tool_discovery"

/**
 * SalonConversation::setting-changed:
 * @self: the conversation
 * @name: which setting
 *
 * A setting of the chat has another value now.
 */

/**
 * salon_conversation_get_setting:
 * @self: a conversation
 * @name: one of the names above
 *
 * Returns: (transfer none) (nullable): the value, as long as it is not set anew; %NULL when it is
 *   not set
 */
const SalonJson *salon_conversation_get_setting         (SalonConversation *self,
                                                         const char        *name);

/**
 * salon_conversation_set_setting:
 * @self: a conversation
 * @name: one of the names above
 * @value: (nullable): a value, copied; %NULL takes the setting away
 *
 * Has effect from the next turn on. Stored at once, unless the chat is empty: then with its first
 * message or draft.
 */
void             salon_conversation_set_setting         (SalonConversation *self,
                                                         const char        *name,
                                                         const SalonJson   *value);

/**
 * salon_conversation_unset_setting:
 * @self: a conversation
 * @name: a setting
 *
 * Takes it away: the application's value holds again.
 */
void             salon_conversation_unset_setting       (SalonConversation *self,
                                                         const char        *name);

/**
 * salon_conversation_get_setting_string:
 * @self: a conversation
 * @name: a setting
 *
 * Returns: (transfer none) (nullable): its value; %NULL when it is not set, or no string
 */
const char      *salon_conversation_get_setting_string  (SalonConversation *self,
                                                         const char        *name);

/**
 * salon_conversation_set_setting_string:
 * @self: a conversation
 * @name: a setting
 * @value: (nullable): its value; %NULL takes it away
 */
void             salon_conversation_set_setting_string  (SalonConversation *self,
                                                         const char        *name,
                                                         const char        *value);

/**
 * salon_conversation_get_setting_double:
 * @self: a conversation
 * @name: a setting
 * @fallback: what to return when it is not set, or no number
 *
 * Returns: its value
 */
double           salon_conversation_get_setting_double  (SalonConversation *self,
                                                         const char        *name,
                                                         double             fallback);

/**
 * salon_conversation_set_setting_double:
 * @self: a conversation
 * @name: a setting
 * @value: its value; what is not finite (NAN) takes it away
 */
void             salon_conversation_set_setting_double  (SalonConversation *self,
                                                         const char        *name,
                                                         double             value);

/**
 * salon_conversation_get_setting_int64:
 * @self: a conversation
 * @name: a setting
 * @fallback: what to return when it is not set, or no integer
 *
 * Returns: its value
 */
gint64           salon_conversation_get_setting_int64   (SalonConversation *self,
                                                         const char        *name,
                                                         gint64             fallback);

/**
 * salon_conversation_set_setting_int64:
 * @self: a conversation
 * @name: a setting
 * @value: its value
 */
void             salon_conversation_set_setting_int64   (SalonConversation *self,
                                                         const char        *name,
                                                         gint64             value);

/**
 * salon_conversation_get_setting_boolean:
 * @self: a conversation
 * @name: a setting
 * @fallback: what to return when it is not set, or no boolean
 *
 * Returns: its value
 */
gboolean         salon_conversation_get_setting_boolean (SalonConversation *self,
                                                         const char        *name,
                                                         gboolean           fallback);

/**
 * salon_conversation_set_setting_boolean:
 * @self: a conversation
 * @name: a setting
 * @value: its value
 */
void             salon_conversation_set_setting_boolean (SalonConversation *self,
                                                         const char        *name,
                                                         gboolean           value);

/**
 * salon_conversation_get_parameters:
 * @self: a conversation
 * @parameters: (out): how its model is asked; what is not set, or cannot be, has the value that
 *   stands for the application's or provider's own. The texts are the conversation's, as long as
 *   no setting is changed.
 */
void             salon_conversation_get_parameters      (SalonConversation   *self,
                                                         SalonTurnParameters *parameters);

/**
 * salon_conversation_get_tool_discovery:
 * @self: a conversation
 *
 * Returns: when its model looks for tools instead of being told all of them
 */
SalonToolDiscoveryMode
                 salon_conversation_get_tool_discovery  (SalonConversation     *self);

/**
 * salon_conversation_set_tool_discovery:
 * @self: a conversation
 * @mode: when its model looks for tools
 */
void             salon_conversation_set_tool_discovery  (SalonConversation     *self,
                                                         SalonToolDiscoveryMode mode);

/**
 * salon_conversation_dup_tool_budget:
 * @self: a conversation
 *
 * What its tools take of the model's window, as the next turn would send them. Ask again when the
 * toolbox has changed, the model or the setting.
 *
 * Returns: (transfer full): the budget
 */
SalonToolBudget *salon_conversation_dup_tool_budget     (SalonConversation     *self);

G_END_DECLS
