{{/* What is secret or known only in the pod. */}}
{{- define "doppel.env" -}}
{{- $values := index .root.Values .component }}
- name: DOPPEL_{{ upper .component }}_REPLICA
  valueFrom: {fieldRef: {fieldPath: metadata.name}}
{{- if has .component (list "mock" "dns") }}
- name: DOPPEL_{{ upper .component }}_ADDRESS
  valueFrom: {fieldRef: {fieldPath: status.podIP}}
{{- end }}
{{- if eq .component "scheduler" }}
- name: DOPPEL_SCHEDULER_KUBERNETES_ADDRESS
  valueFrom: {fieldRef: {fieldPath: status.podIP}}
{{- end }}
{{- with .root.Values.kafka }}
{{- if hasPrefix "SASL" .securityProtocol }}
- name: DOPPEL_BROKER_USER
  valueFrom:
    secretKeyRef: {name: {{ required "kafka.sasl.existingSecret: name a Secret with user name and password" .sasl.existingSecret }}, key: {{ .sasl.userKey }}}
- name: DOPPEL_BROKER_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ .sasl.existingSecret }}, key: {{ .sasl.passwordKey }}}
- name: KAFKA_SASL_JAAS_CONFIG
  value: >-
    org.apache.kafka.common.security.{{ ternary "plain.PlainLoginModule" "scram.ScramLoginModule" (eq .sasl.mechanism "PLAIN") }}
    required username="$(DOPPEL_BROKER_USER)" password="$(DOPPEL_BROKER_PASSWORD)";
{{- end }}
{{- if .tls.clientSecret }}
- name: KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN
  valueFrom:
    secretKeyRef: {name: {{ .tls.clientSecret }}, key: {{ .tls.certificateKey }}}
- name: KAFKA_SSL_KEYSTORE_KEY
  valueFrom:
    secretKeyRef: {name: {{ .tls.clientSecret }}, key: {{ .tls.keyKey }}}
{{- end }}
{{- end }}
{{- if has .component (list "scheduler" "results") }}
{{- $prefix := ternary "DOPPEL_SCHEDULER_DATABASE" "DOPPEL_POSTGRES" (eq .component "scheduler") }}
- name: {{ $prefix }}_USER
  valueFrom:
    secretKeyRef: {name: {{ include "doppel.postgresSecret" .root }}, key: {{ .root.Values.postgres.userKey }}}
- name: {{ $prefix }}_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ include "doppel.postgresSecret" .root }}, key: {{ .root.Values.postgres.passwordKey }}}
- name: DOPPEL_{{ upper .component }}_TOKEN
  valueFrom:
    secretKeyRef: {name: {{ include "doppel.tokenSecret" .root }}, key: {{ .root.Values.auth.tokenKey }}}
{{- end }}
{{- with $values.javaOptions }}
- name: JDK_JAVA_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- with $values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "doppel.mounts" -}}
- {name: tmp, mountPath: /tmp}
{{- if .root.Values.kafka.tls.caSecret }}
- {name: kafka-ca, mountPath: /etc/doppel/kafka-ca, readOnly: true}
{{- end }}
{{- if has .component (list "scheduler" "results") }}
{{- if include "doppel.postgresTrust" . | trim }}
- {name: postgres-ca, mountPath: /etc/doppel/postgres-ca, readOnly: true}
{{- end }}
{{- if .root.Values.auth.teamsSecret }}
- {name: teams, mountPath: /etc/doppel/teams, readOnly: true}
{{- end }}
{{- end }}
{{- if eq .component "scheduler" }}
- {name: trust, mountPath: /etc/doppel/trust, readOnly: true}
{{- end }}
{{- if eq .component "mock" }}
- {name: ca, mountPath: /etc/doppel/ca, readOnly: true}
- {name: state, mountPath: /var/lib/doppel}
{{- end }}
{{- end }}

{{- define "doppel.volumes" -}}
- name: tmp
  emptyDir: {sizeLimit: 512Mi}
{{- with .root.Values.kafka.tls }}
{{- if .caSecret }}
- name: kafka-ca
  secret:
    secretName: {{ .caSecret }}
    defaultMode: 0440
    items: [{key: {{ .caKey }}, path: ca.pem}]
{{- end }}
{{- end }}
{{- if has .component (list "scheduler" "results") }}
{{- if include "doppel.postgresTrust" . | trim }}
- name: postgres-ca
  secret:
    secretName: {{ required "postgres.tls.caSecret: verify-ca and verify-full need the server's CA" .root.Values.postgres.tls.caSecret }}
    defaultMode: 0440
    items: [{key: {{ .root.Values.postgres.tls.caKey }}, path: ca.pem}]
{{- end }}
{{- with .root.Values.auth.teamsSecret }}
- name: teams
  secret: {secretName: {{ . }}, defaultMode: 0440}
{{- end }}
{{- end }}
{{- if eq .component "scheduler" }}
- name: trust
  configMap: {name: {{ include "doppel.trustConfigMap" .root }}}
{{- end }}
{{- if eq .component "mock" }}
- name: ca
  secret:
    secretName: {{ include "doppel.caSecret" .root }}
    defaultMode: 0440
    items:
      - {key: {{ .root.Values.ca.certificateKey }}, path: ca.pem}
      - {key: {{ .root.Values.ca.keyKey }}, path: ca-key.pem}
- name: state
  emptyDir: {sizeLimit: {{ .root.Values.mock.spoolSize }}}
{{- end }}
{{- end }}
