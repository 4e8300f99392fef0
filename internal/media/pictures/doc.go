// Package pictures reads, cleans and generates pictures: JPEG, PNG and WebP. The output of
// Clean has only the picture: no time, place, device or name, and no second picture. Make
// generates smaller and cropped variants, and Signer their URLs. The package works on bytes
// only: it must not know where files are stored, who may see them, GraphQL, the store or HTTP.
//
// Start with pictures.go; variant.go and signer.go are about other sizes.
package pictures
