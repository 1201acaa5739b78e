// Package flight serves the data sets over Arrow Flight SQL, so that ADBC and JDBC clients read them without anything of ours.
//
//	SQL -> query.Parse -> warehouse.DataQuery -> OpenData -> ticket        (GetFlightInfo: nothing is read yet)
//	ticket -> OpenData -> the engine's Arrow stream -> messages below 4 MB (DoGet)
//
// A ticket carries the settled question, the version of the data included, so that what was planned is what is read. It is sealed, good for one caller and for
// a while. Rights are looked up again whenever one is used.
package flight
