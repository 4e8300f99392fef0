// Package pictures reads, cleans and makes pictures: JPEG, PNG and WebP. What
// leaves Clean has nothing in it but the picture: no time, place, device or name,
// and no second picture. Make gives smaller and cropped ones, and Signer the
// addresses that ask for them. The package works on bytes only: it must not know
// where files are kept, who may see them, GraphQL, the store or HTTP.
//
// Start with pictures.go; variant.go and signer.go are about other sizes.
package pictures
