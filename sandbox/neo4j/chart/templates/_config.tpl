{{/* What the user's settings override. */}}
{{- define "neo4j.defaultConfig" -}}
server.metrics.csv.rotation.compression: "zip"
server.panic.shutdown_on_panic: "true"
server.windows_service_name: "neo4j"
server.logs.config: "/config/server-logs.xml/server-logs.xml"
server.logs.user.config: "/config/user-logs.xml/user-logs.xml"
server.bolt.connection_keep_alive: "30s"
server.bolt.connection_keep_alive_for_requests: "ALL"
server.bolt.connection_keep_alive_streaming_scheduling_interval: "30s"
internal.dbms.ssl.system.ignore_dot_files: "true"
server.directories.logs: "/logs"
server.directories.import: "/import"
{{- if eq (include "neo4j.isEnterprise" .) "true" }}
server.backup.listen_address: "0.0.0.0:6362"
server.directories.metrics: "/metrics"
{{- end }}
dbms.ssl.policy.bolt.client_auth: "NONE"
dbms.ssl.policy.https.client_auth: "NONE"
{{- range $policy, $spec := .Values.ssl }}
{{- if ($spec.privateKey | default dict).secretName }}
dbms.ssl.policy.{{ $policy }}.enabled: "true"
{{- if eq $policy "bolt" }}
server.bolt.tls_level: "REQUIRED"
{{- else if eq $policy "https" }}
server.https.enabled: "true"
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The user's settings, and the JVM's arguments, which have values of their own. */}}
{{- define "neo4j.userConfig" -}}
{{- $config := deepCopy (.Values.config | default dict) -}}
{{- $arguments := list -}}
{{- if .Values.jvm.useNeo4jDefaultJvmArguments -}}
  {{- $arguments = .Files.Lines "jvm-arguments.txt" | compact -}}
{{- end -}}
{{- range .Values.jvm.additionalJvmArguments -}}
  {{- $arguments = append $arguments (trim . | trimPrefix "server.jvm.additional=" | trim) -}}
{{- end -}}
{{- if $arguments -}}
  {{- $_ := set $config "server.jvm.additional" (join "\n" $arguments) -}}
{{- end -}}
{{- toYaml $config -}}
{{- end -}}
