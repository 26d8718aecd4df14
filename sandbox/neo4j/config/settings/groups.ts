import { groupToRoleMapping } from "../group-to-role.ts";
import { mapOf } from "../maps.ts";
import { bool, httpsUri, list, notEmpty, oneOf, string } from "../values.ts";
import { all, one, type SettingTable } from "./declare.ts";

/** A family of settings that repeats under ids of the user's choice: `<prefix>.<id>.<name>`. */
export interface SettingGroup {
  prefix: string;
  settings: SettingTable;
  /** If given, the only ids there are. */
  ids?: readonly string[];
}

/** Settings of one OIDC provider, after `dbms.security.oidc.<provider>.`. */
export const OIDC_GROUP: SettingGroup = {
  prefix: "dbms.security.oidc",
  settings: new Map([
    ...all(string, "display_name", "issuer", "claims.username", "claims.groups", "client_id"),
    ...all(oneOf("PKCE", "IMPLICIT"), "auth_flow"),
    ...all(
      httpsUri,
      "well_known_discovery_uri",
      "auth_endpoint",
      "token_endpoint",
      "jwks_uri",
      "user_info_uri",
    ),
    one("audience", list, notEmpty),
    ...all(groupToRoleMapping, "authorization.group_to_role_mapping"),
    ...all(mapOf({ required: ["scope", "client_id", "response_type"] }), "params"),
    ...all(
      mapOf({
        accepted: [
          "implicit_flow_requires_nonce",
          "token_type_authentication",
          "token_type_principal",
          "principal",
          "code_challenge_method",
        ],
      }),
      "config",
    ),
    ...all(mapOf({ secret: true }), "token_params"),
    ...all(mapOf(), "auth_params"),
    ...all(bool, "get_username_from_user_info", "get_groups_from_user_info"),
  ]),
};

/** Settings of one TLS policy, after `dbms.ssl.policy.<scope>.`. */
export const SSL_GROUP: SettingGroup = {
  prefix: "dbms.ssl.policy",
  ids: ["bolt", "https", "cluster", "backup", "fabric"],
  settings: new Map([
    ...all(bool, "enabled", "trust_all", "verify_expiration", "verify_hostname"),
    ...all(oneOf("NONE", "OPTIONAL", "REQUIRE"), "client_auth"),
    ...all(list, "ciphers", "tls_versions"),
    ...all(
      string,
      "base_directory",
      "private_key",
      "private_key_password",
      "public_certificate",
      "revoked_dir",
      "trusted_dir",
    ),
  ]),
};

export const SETTING_GROUPS: readonly SettingGroup[] = [OIDC_GROUP, SSL_GROUP];
