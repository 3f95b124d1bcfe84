export { r as generateIdentity, a as identityToRecipient } from "../dependencies/age-encryption.js";
