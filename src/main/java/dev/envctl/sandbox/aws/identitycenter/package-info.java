/// Emulated IAM Identity Center: its instance ([SsoService]) and the people and groups in its store
/// ([IdentityStoreService]), both read only.
@NullMarked
package dev.envctl.sandbox.aws.identitycenter;

import org.jspecify.annotations.NullMarked;
