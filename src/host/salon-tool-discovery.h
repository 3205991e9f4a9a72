/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "salon-tool-set.h"

G_BEGIN_DECLS

/** The tools a model is given in place of all the others. */
#define SALON_TOOL_DISCOVERY_SEARCH "search_tools"
#define SALON_TOOL_DISCOVERY_DETAILS "get_tool_details"
#define SALON_TOOL_DISCOVERY_CALL "call_tool"

/** What the definitions may take of a model's window before they are found instead, in percent. */
#define SALON_TOOL_DISCOVERY_PERCENT 5
/** What they may take in any case, in tokens: below, looking for them costs more than it saves. */
#define SALON_TOOL_DISCOVERY_LEAST 4000
/** The window of a model that nothing is known about, in tokens. */
#define SALON_TOOL_DISCOVERY_WINDOW 32768

/**
 * SalonToolDiscoveryMode:
 * @SALON_TOOL_DISCOVERY_AUTO: when the definitions take more than
 *   %SALON_TOOL_DISCOVERY_PERCENT of the model's window, and more than %SALON_TOOL_DISCOVERY_LEAST
 *   or a quarter of a small window
 * @SALON_TOOL_DISCOVERY_ALWAYS: whenever there are tools
 * @SALON_TOOL_DISCOVERY_NEVER: all definitions are sent with every request
 *
 * When a model looks for its tools instead of being told all of them.
 */
typedef enum
{
  SALON_TOOL_DISCOVERY_AUTO,
  SALON_TOOL_DISCOVERY_ALWAYS,
  SALON_TOOL_DISCOVERY_NEVER,
} SalonToolDiscoveryMode;

/**
 * SalonToolDiscovery:
 *
 * Stands for the tools of one set towards a model: finds them by words, tells what they take, and
 * says which one is meant. Belongs to its set; made and indexed when it is first asked for.
 */
typedef struct _SalonToolDiscovery SalonToolDiscovery;

/**
 * salon_tool_discovery_mode_from_nick:
 * @nick: (nullable): "auto", "always", "never"
 *
 * Returns: the mode; %SALON_TOOL_DISCOVERY_AUTO for anything else
 */
SalonToolDiscoveryMode
                    salon_tool_discovery_mode_from_nick (const char             *nick);

/**
 * salon_tool_discovery_mode_to_nick:
 * @mode: a mode
 *
 * Returns: the stable, untranslated name of @mode, as it is stored
 */
const char         *salon_tool_discovery_mode_to_nick   (SalonToolDiscoveryMode  mode);

/**
 * salon_tool_discovery_decide:
 * @mode: what is set for the chat
 * @definition_tokens: what all definitions take
 * @window: what the model takes in all; 0 if unknown
 *
 * Returns: whether the model gets the three tools in place of the definitions
 */
gboolean            salon_tool_discovery_decide   (SalonToolDiscoveryMode  mode,
                                                   gint64                  definition_tokens,
                                                   gint64                  window);

/**
 * salon_tool_discovery_get:
 * @tools: a set that is sealed
 *
 * Returns: (transfer none): what finds its tools
 */
SalonToolDiscovery *salon_tool_discovery_get      (SalonToolSet           *tools);

/**
 * salon_tool_discovery_index:
 * @self: a discovery
 * @n_tools: how many tools to look at before returning
 *
 * Thousands of tools take longer to index than a window may stand still: this does it in slices.
 * What is left when something is searched for is done then.
 *
 * Returns: whether all are indexed
 */
gboolean            salon_tool_discovery_index    (SalonToolDiscovery     *self,
                                                   guint                   n_tools);

/**
 * salon_tool_discovery_get_tools:
 *
 * Returns: (transfer none) (element-type SalonLlmTool): the three tools; always the same
 */
GPtrArray          *salon_tool_discovery_get_tools (void);

/**
 * salon_tool_discovery_is_own:
 * @id: a tool's name
 *
 * Returns: whether it is one of the three
 */
gboolean            salon_tool_discovery_is_own   (const char             *id);

/**
 * salon_tool_discovery_dup_prompt:
 * @self: a discovery
 *
 * Returns: (transfer full): what the model is told in advance: how to find tools, and which
 *   servers there are, a line about each
 */
char               *salon_tool_discovery_dup_prompt (SalonToolDiscovery   *self);

/**
 * salon_tool_discovery_dup_answer:
 * @self: a discovery
 * @id: search_tools or get_tool_details
 * @arguments: the arguments of the call
 * @is_error: (out): whether the call was wrong
 *
 * Returns: (transfer full): the result, in words for the model
 */
char               *salon_tool_discovery_dup_answer (SalonToolDiscovery   *self,
                                                     const char           *id,
                                                     const SalonJson      *arguments,
                                                     gboolean             *is_error);

/**
 * salon_tool_discovery_dup_unknown:
 * @self: a discovery
 * @id: a name that no tool has
 *
 * Returns: (transfer full): a sentence with the names that come nearest
 */
char               *salon_tool_discovery_dup_unknown (SalonToolDiscovery  *self,
                                                      const char          *id);

/**
 * salon_tool_discovery_check_arguments:
 * @tool: a tool
 * @arguments: what it is to be called with
 * @error: return location for an error
 *
 * A schema that can't be understood allows everything: its server knows better.
 *
 * Returns: whether @arguments fit the tool's schema
 */
gboolean            salon_tool_discovery_check_arguments (const SalonTool  *tool,
                                                          const SalonJson  *arguments,
                                                          GError          **error);

/**
 * salon_tool_discovery_unwrap:
 * @arguments: the arguments of a call of call_tool
 * @id: (out) (transfer full): the name of the tool that is meant
 * @inner: (out) (transfer full): JSON text of that tool's arguments
 * @error: return location for an error
 *
 * Models put the arguments into a string at times, or beside the name: that is understood, too.
 *
 * Returns: whether @arguments is such a call
 */
gboolean            salon_tool_discovery_unwrap   (const char             *arguments,
                                                   char                  **id,
                                                   char                  **inner,
                                                   GError                **error);

/**
 * salon_tool_discovery_dup_wrapped:
 * @id: the name of a tool
 * @arguments: JSON text of its arguments
 *
 * Returns: (transfer full): the arguments of a call of call_tool that stands for it
 */
char               *salon_tool_discovery_dup_wrapped (const char          *id,
                                                      const char          *arguments);

G_END_DECLS
