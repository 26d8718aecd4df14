{{/* All refusals that need no more than values and look-ups. Renders nothing. */}}
{{- define "neo4j.checks" -}}
{{- $_ := include "neo4j.name" . -}}
{{- include "neo4j.checkLicense" . -}}
{{- include "neo4j.checkCluster" . -}}
{{- include "neo4j.checkConfig" . -}}
{{- include "neo4j.checkAuth" . -}}
{{- include "neo4j.checkScheduling" . -}}
{{- end -}}

{{- define "neo4j.checkLicense" -}}
{{- if eq (include "neo4j.isEnterprise" .) "true" -}}
  {{- $answer := .Values.neo4j.acceptLicenseAgreement -}}
  {{- if not (and (kindIs "string" $answer) (has $answer (list "yes" "eval"))) -}}
    {{- fail (printf "Neo4j Enterprise Edition needs a license agreement (https://neo4j.com/licensing/). neo4j.acceptLicenseAgreement is %v (%s); set it to the string \"yes\" or \"eval\"." $answer (kindOf $answer)) -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- define "neo4j.checkCluster" -}}
{{- $size := .Values.neo4j.minimumClusterSize | default 1 | int -}}
{{- if ge $size 3 -}}
  {{- if ne .Values.neo4j.edition "enterprise" -}}
    {{- fail "Clustering needs neo4j.edition=enterprise." -}}
  {{- end -}}
  {{- fail (printf "neo4j.minimumClusterSize is %d, but this stand-in chart renders one standalone server. Set it to 1, or rehearse with the official chart." $size) -}}
{{- end -}}
{{- end -}}

{{- define "neo4j.checkConfig" -}}
{{- if .Values.configImport -}}
  {{- fail "configImport is not supported by this chart: it rewrites settings on the way. Put each setting under config." -}}
{{- end -}}
{{- if hasKey (.Values.config | default dict) "server.jvm.additional" -}}
  {{- fail "server.jvm.additional cannot be set in config. Use jvm.additionalJvmArguments." -}}
{{- end -}}
{{- range $key, $value := .Values.config -}}
  {{- if not (kindIs "string" $value) -}}
    {{- fail (printf "config values must be strings. %s has value %v of type %s (put it in double quotes)" $key $value (kindOf $value)) -}}
  {{- end -}}
{{- end -}}
{{- range $key := list "apoc_config" "apoc_credentials" "ldapPasswordFromSecret" -}}
  {{- if index $.Values $key -}}
    {{- fail (printf "%s is not rendered by this stand-in chart. Leave it out, or rehearse with the official chart." $key) -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- define "neo4j.checkAuth" -}}
{{- if ne (include "neo4j.isAuthEnabled" .) "true" -}}
  {{- if or .Values.neo4j.password .Values.neo4j.passwordFromSecret -}}
    {{- fail "neo4j.password and neo4j.passwordFromSecret cannot be set while dbms.security.auth_enabled is false. Remove them, or enable authentication." -}}
  {{- end -}}
{{- else if and .Values.neo4j.passwordFromSecret (not .Values.disableLookups) -}}
  {{- $name := include "neo4j.authSecretName" . -}}
  {{- $secret := lookup "v1" "Secret" .Release.Namespace $name -}}
  {{- if not $secret -}}
    {{- fail (printf "Secret %s configured in 'neo4j.passwordFromSecret' not found" $name) -}}
  {{- else if not (hasKey ($secret.data | default dict) "NEO4J_AUTH") -}}
    {{- fail (printf "Secret %s must contain key NEO4J_AUTH" $name) -}}
  {{- else if not (index $secret.data "NEO4J_AUTH" | b64dec | regexMatch "^neo4j/\\w*") -}}
    {{- fail (printf "Password in secret %s must start with the characters 'neo4j/'" $name) -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- define "neo4j.checkScheduling" -}}
{{- if not (has (.Values.podSpec.loadbalancer | toString | lower) (list "include" "exclude")) -}}
  {{- fail "podSpec.loadbalancer must be \"include\" or \"exclude\"." -}}
{{- end -}}
{{- if not .Values.disableLookups -}}
  {{- if and .Values.podSpec.priorityClassName (not (lookup "scheduling.k8s.io/v1" "PriorityClass" "" .Values.podSpec.priorityClassName)) -}}
    {{- fail (printf "PriorityClass %s is missing in the cluster" .Values.podSpec.priorityClassName) -}}
  {{- end -}}
  {{- if .Values.nodeSelector -}}
    {{- $found := false -}}
    {{- range $node := (lookup "v1" "Node" "" "").items -}}
      {{- $labels := $node.metadata.labels | default dict -}}
      {{- $matches := true -}}
      {{- range $key, $value := $.Values.nodeSelector -}}
        {{- if ne (get $labels $key | toString) ($value | toString) -}}{{- $matches = false -}}{{- end -}}
      {{- end -}}
      {{- if $matches -}}{{- $found = true -}}{{- end -}}
    {{- end -}}
    {{- if not $found -}}
      {{- fail (printf "No node exists in the cluster which has all the labels of nodeSelector: %s" (toJson .Values.nodeSelector)) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
