package io.calotype.messaging.config;

/** Whether a policy service is asked about a tenant's prompts, where the deployment has one. */
public enum PromptPolicyUse {
    /** It is asked about each. */
    ASK,
    /** They are drawn without a question. */
    OFF
}
