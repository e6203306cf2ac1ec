/** Where the statement of a certificate is sealed. */
export const placeOfCertificate = (certificateId: string) => `certificate.statement:${certificateId}`
