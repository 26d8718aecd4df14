{{/* Refuses volume modes that cannot be rendered. Renders nothing. */}}
{{- define "neo4j.checkVolumes" -}}
{{- $modes := list "share" "selector" "defaultStorageClass" "volume" "volumeClaimTemplate" "dynamic" -}}
{{- if not (.Values.volumes.data | default dict).mode -}}
  {{- fail (printf "A volume mode for the Neo4j 'data' volume is required. Set volumes.data.mode to one of: %s. To get going quickly use defaultStorageClass." (join ", " (without $modes "share"))) -}}
{{- end -}}
{{- $claims := dict -}}
{{- range $name, $volume := .Values.volumes -}}
  {{- if not (has $volume.mode $modes) -}}
    {{- fail (printf "Unknown volume mode: %v of volumes.%s. Valid modes are: %s" $volume.mode $name (join "|" $modes)) -}}
  {{- end -}}
  {{- if not (get $volume $volume.mode) -}}
    {{- fail (printf "Volume %s is missing field: %s" $name $volume.mode) -}}
  {{- end -}}
  {{- if and (eq $name "data") (eq $volume.mode "share") -}}
    {{- fail "data volume does not support mode: 'share'" -}}
  {{- end -}}
  {{- $claim := dig "volume" "persistentVolumeClaim" "claimName" "" $volume -}}
  {{- if and (eq $volume.mode "volume") $claim -}}
    {{- if hasKey $claims $claim -}}
      {{- fail (printf "Cannot mount the same persistent volume claim multiple times: %s and %s use %s" (get $claims $claim) $name $claim) -}}
    {{- end -}}
    {{- $_ := set $claims $claim $name -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{- define "neo4j.volumeClaimTemplates" -}}
{{- range $name, $volume := .Values.volumes -}}
  {{- if not (has $volume.mode (list "share" "volume")) }}
- metadata:
    name: {{ $name | quote }}
  spec: {{- include "neo4j.volumeClaimSpec" (dict "name" $name "volume" $volume "root" $) | nindent 4 }}
  {{- end -}}
{{- end -}}
{{- end -}}

{{/* Takes { name, volume, root }. */}}
{{- define "neo4j.volumeClaimSpec" -}}
{{- $mode := .volume.mode -}}
{{- $spec := deepCopy (get .volume $mode) -}}
{{- if eq $mode "volumeClaimTemplate" -}}
  {{- omit $spec "setOwnerAndGroupWritableFilePermissions" | toYaml -}}
{{- else -}}
  {{- if and (eq $mode "defaultStorageClass") $spec.storageClassName -}}
    {{- fail "If using mode defaultStorageClass then storageClassName should not be set" -}}
  {{- end -}}
  {{- if not (dig "requests" "storage" "" $spec) -}}
    {{- fail (printf "The storage capacity of volumes.%s must be specified when using '%s' mode. Set volumes.%s.%s.requests.storage to a suitable value (e.g. 100Gi)" .name $mode .name $mode) -}}
  {{- end -}}
  {{- if eq $mode "selector" -}}
    {{- $_ := set $spec "selector" (tpl (toYaml $spec.selectorTemplate) .root | fromYaml) -}}
  {{- end -}}
  {{- $_ := set $spec "resources" (dict "requests" $spec.requests) -}}
  {{- omit $spec "requests" "selectorTemplate" "setOwnerAndGroupWritableFilePermissions" | toYaml -}}
{{- end -}}
{{- end -}}

{{- define "neo4j.volumes" -}}
- name: neo4j-conf
  projected:
    defaultMode: 0440
    # The last one wins: what the chart needs, over what the user says, over the defaults.
    sources:
      {{- range list "default-config" "user-config" "k8s-config" }}
      - configMap:
          name: "{{ include "neo4j.fullname" $ }}-{{ . }}"
      {{- end }}
{{- range list "server-logs" "user-logs" }}
- name: neo4j-{{ . }}
  configMap:
    name: "{{ include "neo4j.fullname" $ }}-{{ . }}-config"
{{- end }}
{{- if eq (include "neo4j.isAuthEnabled" .) "true" }}
- name: neo4j-auth
  secret:
    secretName: {{ include "neo4j.authSecretName" . | quote }}
{{- end }}
{{- range $policy, $spec := .Values.ssl }}
{{- range $part, $key := dict "privateKey" "private.key" "publicCertificate" "public.crt" }}
{{- with (get $spec $part | default dict).secretName }}
- name: "{{ $policy }}-{{ $part | kebabcase }}"
  secret:
    secretName: {{ . | quote }}
    items:
      - key: {{ (get $spec $part).subPath | default $key | quote }}
        path: {{ $key }}
{{- end }}
{{- end }}
{{- end }}
{{- range $name, $mount := .Values.secretMounts }}
- name: {{ $name | quote }}
  secret: {{- omit $mount "mountPath" | toYaml | nindent 4 }}
{{- end }}
{{- range $name, $volume := .Values.volumes }}
{{- if eq $volume.mode "volume" }}
- name: {{ $name | quote }}
  {{- omit $volume.volume "setOwnerAndGroupWritableFilePermissions" | toYaml | nindent 2 }}
{{- end }}
{{- end }}
{{- with .Values.additionalVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "neo4j.volumeMounts" -}}
- mountPath: "/config/neo4j.conf"
  name: neo4j-conf
- mountPath: "/config/server-logs.xml"
  name: neo4j-server-logs
- mountPath: "/config/user-logs.xml"
  name: neo4j-user-logs
{{- if eq (include "neo4j.isAuthEnabled" .) "true" }}
- mountPath: "/config/neo4j-auth"
  name: neo4j-auth
{{- end }}
{{- range $policy, $spec := .Values.ssl }}
{{- range $part, $key := dict "privateKey" "private.key" "publicCertificate" "public.crt" }}
{{- if (get $spec $part | default dict).secretName }}
- mountPath: "/var/lib/neo4j/certificates/{{ $policy }}/{{ $key }}"
  name: "{{ $policy }}-{{ $part | kebabcase }}"
  subPath: {{ $key }}
  readOnly: true
{{- end }}
{{- end }}
{{- end }}
{{- range $name, $mount := .Values.secretMounts }}
- mountPath: {{ $mount.mountPath | quote }}
  name: {{ $name | quote }}
  readOnly: true
{{- end }}
{{- include "neo4j.folderMounts" . }}
{{- with .Values.additionalVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The folders of `volumes`, each at its own name. */}}
{{- define "neo4j.folderMounts" -}}
{{- range $name, $volume := .Values.volumes }}
- mountPath: "/{{ $name }}"
  name: {{ ternary (dig "share" "name" "" $volume) $name (eq $volume.mode "share") | quote }}
  {{- if not $volume.disableSubPathExpr }}
  subPathExpr: {{ $volume.subPathExpr | default (printf "%s%s" $name (ternary "/$(POD_NAME)" "" (has $name (list "logs" "metrics")))) | quote }}
  {{- end }}
{{- end }}
{{- end -}}
