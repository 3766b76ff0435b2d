{{/*
What each service is told, as environment variables. Nothing in here is secret: secrets come by secretKeyRef (_env.tpl).
The names are those of the services' configuration keys; a test holds both together.
*/}}

{{- define "doppel.kafkaConfig" -}}
KAFKA_BOOTSTRAP_SERVERS: {{ include "doppel.bootstrapServers" . | quote }}
{{- with .Values.kafka }}
{{- if ne .securityProtocol "PLAINTEXT" }}
KAFKA_SECURITY_PROTOCOL: {{ .securityProtocol | quote }}
{{- end }}
{{- if hasPrefix "SASL" .securityProtocol }}
KAFKA_SASL_MECHANISM: {{ .sasl.mechanism | quote }}
{{- end }}
{{- if .tls.caSecret }}
KAFKA_SSL_TRUSTSTORE_TYPE: PEM
KAFKA_SSL_TRUSTSTORE_LOCATION: /etc/doppel/kafka-ca/ca.pem
{{- end }}
{{- if .tls.clientSecret }}
KAFKA_SSL_KEYSTORE_TYPE: PEM
{{- end }}
{{- range $key, $value := .properties }}
KAFKA_{{ $key | upper | replace "." "_" | replace "-" "_" }}: {{ $value | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* host:port/database with the parameters that the reactive client and the JDBC driver both know */}}
{{- define "doppel.postgresAddress" -}}
{{- $p := .Values.postgres }}
{{- $mode := ternary "disable" $p.tls.mode .Values.evaluation.postgres.enabled }}
{{- printf "%s:%v/%s?sslmode=%s" (include "doppel.postgresHost" .) $p.port $p.database $mode }}
{{- end }}

{{/* With verify-*, the two clients are told about the CA in different ways. */}}
{{- define "doppel.postgresTrust" -}}
{{- $p := .root.Values.postgres }}
{{- if and (hasPrefix "verify" $p.tls.mode) (not .root.Values.evaluation.postgres.enabled) }}
{{- $source := printf "QUARKUS_DATASOURCE_%s" (ternary "_RESULTS_" "SCHEDULER" (eq .component "results")) }}
{{ $source }}_JDBC_URL: {{ printf "jdbc:postgresql://%s&sslrootcert=/etc/doppel/postgres-ca/ca.pem" (include "doppel.postgresAddress" .root) | quote }}
{{ $source }}_REACTIVE_TRUST_CERTIFICATE_PEM: "true"
{{ $source }}_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS: /etc/doppel/postgres-ca/ca.pem
{{ $source }}_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM: {{ ternary "HTTPS" "NONE" (eq $p.tls.mode "verify-full") }}
{{- end }}
{{- end }}

{{- define "doppel.allowedHosts" -}}
{{- $hosts := list "localhost" "127.0.0.1" "::1" }}
{{- range $component := list "scheduler" "results" }}
{{- $name := include "doppel.componentName" (dict "root" $ "component" $component) }}
{{- $hosts = concat $hosts (list $name (printf "%s.%s" $name $.Release.Namespace) (printf "%s.%s.svc" $name $.Release.Namespace) (printf "%s.%s.svc.cluster.local" $name $.Release.Namespace)) }}
{{- end }}
{{- with .Values.ingress.host }}
{{- $hosts = append $hosts . }}
{{- end }}
{{- concat $hosts .Values.api.allowedHosts | uniq | join "," }}
{{- end }}

{{- define "doppel.config.scheduler" -}}
DOPPEL_SCHEDULER_PROVIDER: kubernetes
DOPPEL_SCHEDULER_DATABASE_URL: {{ printf "postgresql://%s" (include "doppel.postgresAddress" .) | quote }}
DOPPEL_SCHEDULER_ALLOWED_HOSTS: {{ include "doppel.allowedHosts" . | quote }}
{{- if .Values.auth.teamsSecret }}
DOPPEL_SCHEDULER_TEAM_TOKENS: /etc/doppel/teams
{{- end }}
DOPPEL_SCHEDULER_EGRESS_DEFAULT: {{ .Values.egress.default | quote }}
{{- with .Values.egress.allow }}
DOPPEL_SCHEDULER_EGRESS_ALLOW: {{ join "," . | quote }}
{{- end }}
{{- end }}

{{- define "doppel.config.environments" -}}
{{- $prefix := "DOPPEL_SCHEDULER_KUBERNETES" }}
{{ $prefix }}_INSTALLATION: {{ include "doppel.fullname" . }}
{{ $prefix }}_PLATFORM_NAMESPACE: {{ .Release.Namespace }}
{{- range $component := list "mock" "dns" "runner" "scheduler" }}
{{ $prefix }}_{{ upper $component }}_SELECTOR: app.kubernetes.io/component={{ $component }}
{{- end }}
{{ $prefix }}_TRUST_DIR: /etc/doppel/trust
{{ $prefix }}_CANARY_PORT: "8090"
{{ $prefix }}_GATE_IMAGE: {{ include "doppel.image" (dict "root" $ "image" .Values.scheduler.image) }}
{{ $prefix }}_IMAGES_PULL_POLICY: {{ ternary "Always" "IfNotPresent" (eq .Values.image.pullPolicy "Always") }}
{{- with .Values.environments }}
{{ $prefix }}_NAMESPACE_PREFIX: {{ .namespacePrefix }}
{{ $prefix }}_ENVIRONMENTS: {{ .limit | quote }}
{{ $prefix }}_FIRST_PORT: {{ .firstPort | quote }}
{{ $prefix }}_PORTS_PER_ENVIRONMENT: {{ .portsPerEnvironment | quote }}
{{ $prefix }}_POD_SECURITY: {{ .podSecurity }}
{{ $prefix }}_KEEP: {{ .keep }}
{{ $prefix }}_KEEP_FOR: {{ .keepFor }}
{{- with .pool }}
{{ $prefix }}_POOL: {{ join "," . | quote }}
{{- end }}
{{- if .nodeSelector }}
{{- $pairs := list }}
{{- range $key, $value := .nodeSelector }}
{{- $pairs = append $pairs (printf "%s=%s" $key $value) }}
{{- end }}
{{ $prefix }}_NODE_SELECTOR: {{ join "," $pairs | quote }}
{{- end }}
{{- with .imageRewrite }}
{{ $prefix }}_IMAGES_REWRITE: {{ join "," . | quote }}
{{- end }}
{{- range $key, $value := .limits }}
{{ $prefix }}_LIMITS_{{ $key | upper | replace "-" "_" }}: {{ $value | quote }}
{{- end }}
{{- end }}
{{- with include "doppel.environmentPullSecrets" . }}
{{ $prefix }}_IMAGES_PULL_SECRETS: {{ . | quote }}
{{- end }}
{{- end }}

{{/* The gate runs our own image in environments, so our own pull secrets are needed there, too. */}}
{{- define "doppel.environmentPullSecrets" -}}
{{- $names := .Values.environments.pullSecrets }}
{{- range .Values.imagePullSecrets }}
{{- $names = append $names .name }}
{{- end }}
{{- join "," (uniq $names) }}
{{- end }}

{{- define "doppel.config.mock" -}}
DOPPEL_MOCK_CA_DIR: /etc/doppel/ca
DOPPEL_MOCK_TRUST_DIR: /var/lib/doppel/trust
DOPPEL_MOCK_SPOOL_DIR: /var/lib/doppel/spool
{{- with .Values.egress.deny }}
DOPPEL_MOCK_EGRESS_DENY: {{ join "," . | quote }}
{{- end }}
{{- end }}

{{- define "doppel.config.dns" -}}
{{- end }}

{{- define "doppel.config.runner" -}}
{{- end }}

{{- define "doppel.config.results" -}}
DOPPEL_POSTGRES: {{ include "doppel.postgresAddress" . | quote }}
{{- if .Values.auth.teamsSecret }}
DOPPEL_RESULTS_TEAM_TOKENS: /etc/doppel/teams
{{- end }}
DOPPEL_RESULTS_ALLOWED_HOSTS: {{ include "doppel.allowedHosts" . | quote }}
{{- end }}

{{/* All of a component's: defaults, what follows from the values, and last what the user wrote under its "config". */}}
{{- define "doppel.config" -}}
{{- $values := index .root.Values .component }}
{{- $all := dict }}
{{- $_ := set $all "QUARKUS_HTTP_PORT" "8080" }}
{{- $_ := set $all "QUARKUS_SHUTDOWN_TIMEOUT" "10s" }}
{{- $_ := set $all (printf "DOPPEL_%s_TOPIC_REPLICATION" (upper .component)) (toString .root.Values.kafka.topicReplication) }}
{{- $all = mergeOverwrite $all (include "doppel.kafkaConfig" .root | fromYaml) }}
{{- $all = mergeOverwrite $all (include (printf "doppel.config.%s" .component) .root | fromYaml) }}
{{- if eq .component "scheduler" }}
{{- $all = mergeOverwrite $all (include "doppel.config.environments" .root | fromYaml) }}
{{- end }}
{{- if has .component (list "scheduler" "results") }}
{{- $all = mergeOverwrite $all (include "doppel.postgresTrust" . | fromYaml) }}
{{- end }}
{{- range $key, $value := $values.config }}
{{- $_ := set $all (printf "DOPPEL_%s_%s" (upper $.component) ($key | upper | replace "." "_" | replace "-" "_")) (toString $value) }}
{{- end }}
{{- toYaml $all }}
{{- end }}
