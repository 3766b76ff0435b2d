/** E-mail with SendGrid and text messages with Twilio. */
@NullMarked
package dev.doppel.examples.shop.notification;

import org.jspecify.annotations.NullMarked;
